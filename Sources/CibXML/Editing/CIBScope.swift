/// A part of a CIB that a command is meant for.
public enum CIBScope: Equatable, Sendable {
    case whole
    case configuration
    case status
    /// Of the configuration.
    case section(String)

    /// Sections that there may be none of.
    private static let optional: Set = [
        "rsc_defaults", "op_defaults", "acls", "fencing-topology", "tags", "alerts",
    ]

    /// What `init` knows, and `all` for the whole.
    public static var names: [String] { (needed.sorted() + optional.sorted()) + ["configuration", "status", "all"] }

    /// Another name means the whole.
    public init(_ name: String?) {
        switch name {
        case "configuration": self = .configuration
        case "status": self = .status
        case let name? where CIBScope.optional.contains(name) || CIBScope.needed.contains(name): self = .section(name)
        default: self = .whole
        }
    }

    private static let needed: Set = ["nodes", "resources", "constraints", "crm_config"]

    var name: String {
        switch self {
        case .whole: "cib"
        case .configuration: "configuration"
        case .status: "status"
        case .section(let name): name
        }
    }

    /// From the outermost element on.
    public var path: [String] {
        switch self {
        case .whole: []
        case .configuration: ["configuration"]
        case .status: ["status"]
        case .section(let name): ["configuration", name]
        }
    }

    var isOptional: Bool { if case .section(let name) = self { Self.optional.contains(name) } else { false } }
}
