/// Cluster options as they hold: what is set, else the default of Pacemaker 2.1.5.
public struct ClusterOptions: Equatable, Sendable {
    public enum WithoutQuorum: String, Sendable {
        case stop
        case freeze
        case ignore
        case demote
        case suicide
    }

    public enum FencingAction: String, Sendable {
        case reboot
        case off
    }

    /// How the health of nodes counts.
    public enum HealthStrategy: String, Sendable {
        case none
        case migrateOnRed = "migrate-on-red"
        case onlyGreen = "only-green"
        case progressive
        case custom
    }

    public var withoutQuorum = WithoutQuorum.stop
    public var isSymmetric = true
    public var isFencingEnabled = true
    public var fencingAction = FencingAction.reboot
    public var fencingTimeoutMilliseconds = 60_000
    public var fencesConcurrently = false
    public var fencesUnseenNodes = true
    public var hasWatchdog = false
    /// `stonith-watchdog-timeout` is set and positive, and a watchdog is there.
    public var fencesByWatchdog = false
    public var inMaintenance = false
    public var stopsEverything = false
    public var stopsOrphans = true
    public var stopsOrphanActions = true
    public var startFailureIsFatal = true
    public var probesEnabled = true
    public var removesAfterStop = false
    /// Milliseconds after which an unseen peer's pending state counts as lost; 0: never.
    public var nodePendingTimeoutMilliseconds = 0
    public var clusterDelayMilliseconds = 60_000
    public var healthStrategy = HealthStrategy.none
    public var healthBase = 0
    /// What `green`, `yellow` and `red` are worth.
    public var healthGreen = 0
    public var healthYellow = 0
    public var healthRed = -1_000_000
    /// `shutdown-lock` and its limit in seconds (0: none).
    public var locksShutdown = false
    public var shutdownLockLimitSeconds = 0

    public init() {}
}
