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
    public var inMaintenance = false
    public var stopsEverything = false
    public var stopsOrphans = true
    public var stopsOrphanActions = true
    public var startFailureIsFatal = true
    public var probesEnabled = true
    public var removesAfterStop = false
    public var clusterDelayMilliseconds = 60_000
    public var healthStrategy = HealthStrategy.none
    public var healthBase: Int32 = 0
    /// What `green`, `yellow` and `red` are worth.
    public var healthGreen: Int32 = 0
    public var healthYellow: Int32 = 0
    public var healthRed: Int32 = -1_000_000

    public init() {}
}
