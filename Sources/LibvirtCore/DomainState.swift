/// What the hypervisor says of a domain.
public enum DomainState: Equatable, Sendable, CaseIterable {
    case running
    case paused
    /// Shutting down: it still runs.
    case stopping
    case suspended
    /// Its guest is dead, and the hypervisor keeps what is left of it.
    case crashed
    case off
    /// It runs on another hypervisor: it is off here, and defined still.
    case migrated
    /// A running domain of which the hypervisor knows no more.
    case noState

    /// Whether it holds memory and may run; only a domain that is off is fenced.
    public var isOn: Bool { ![.off, .migrated].contains(self) }

    public var words: String {
        switch self {
        case .running: "it runs"
        case .paused: "it is paused"
        case .stopping: "it is shutting down"
        case .suspended: "it sleeps"
        case .crashed: "its guest has crashed"
        case .off: "it is off"
        case .migrated: "it was migrated to another hypervisor"
        case .noState: "it is on"
        }
    }
}
