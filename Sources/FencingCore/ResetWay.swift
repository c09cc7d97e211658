import ClusterModel

/// How a device carries out a reset.
public enum ResetWay: Sendable, Equatable {
    /// By its own reset.
    case whole
    /// It has none: off, then on.
    case offThenOn
    /// `pcmk_reboot_action=off`: off, and the target stays off.
    case off

    init(_ rules: AgentRules, _ facts: AgentFacts?) {
        if rules.carriedOut(.reset) == .off {
            self = .off
        } else {
            let hasOne = facts?.supportsReboot != false || rules.actionWords[.reset] != nil
            self = hasOne ? .whole : .offThenOn
        }
    }
}
