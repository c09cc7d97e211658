/// What is known of a service from the last time, so that it need not be looked for again.
public struct Facts: Equatable, Sendable {
    var sessions: ResourcePath?
    var systems: ResourcePath?
    var system: ResourcePath?
    /// What the system's ActionInfo resource said; nil where it was not asked.
    var resetTypes: [String]?
    /// The service has no sessions.
    var hasNoSessions: Bool

    public static let none = Facts { _ in nil }

    /// - Parameter remembered: what was remembered by a name; nil where nothing was.
    public init(remembered: (String) -> String?) {
        sessions = remembered("sessions_uri").flatMap { ResourcePath($0) }
        system = remembered("system_uri").flatMap { ResourcePath($0) }
        resetTypes = remembered("reset_types").map { $0.split(separator: ",").map(String.init) }
        hasNoSessions = remembered("sessions") == "none"
    }

    /// - Parameter settings: what they say anyway is not remembered.
    func hints(_ settings: Settings) -> [String] {
        var hints: [String] = []
        if settings.system == nil, let system { hints.append("system_uri=\(system.text)") }
        if settings.login == .session {
            if hasNoSessions {
                hints.append("sessions=none")
            } else if let sessions {
                hints.append("sessions_uri=\(sessions.text)")
            }
        }
        if let resetTypes, resetTypes.allSatisfy(Self.isWord) {
            hints.append("reset_types=\(resetTypes.joined(separator: ","))")
        }
        return hints
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") }
    }
}
