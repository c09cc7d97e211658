/// What the agent of a device does about a target.
public enum DeviceKind: Hashable, Sendable {
    /// It switches the target's power; `evidenceMax` is the most that its success can rest on.
    case power(evidenceMax: Evidence)
    /// It changes nothing: it finds out whether the target is dead, and may wait (`external/stonith-helper`).
    case check
    /// It asks a person (`meatware`).
    case person

    /// The most that its success can rest on; nil for a person, whose word always counts (F7).
    public var evidenceMax: Evidence? {
        switch self {
        case .power(let evidence): evidence
        case .check: .silent
        case .person: nil
        }
    }

    /// Whether it can power a node on.
    public var canPowerOn: Bool {
        switch self {
        case .power: true
        case .check, .person: false
        }
    }
}
