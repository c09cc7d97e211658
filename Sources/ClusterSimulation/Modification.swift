/// One thing that was made up.
public enum Modification: Equatable, Sendable {
    case quorum(String)
    case watchdog(String)
    case nodeUp(String)
    case nodeDown(String)
    case nodeFailed(String)
    /// As it was asked for.
    case operation(String)
    /// Of a node, by the id of its state; `value++` counts one up.
    case attribute(String, String, node: String)

    /// In 2.1.5's words.
    public var text: String {
        switch self {
        case .quorum(let value): "Setting quorum: \(value)"
        case .watchdog(let value): "Setting watchdog: \(value)"
        case .nodeUp(let node): "Bringing node \(node) online"
        case .nodeDown(let node): "Taking node \(node) offline"
        case .nodeFailed(let node): "Failing node \(node)"
        case .operation(let text): "Injecting \(text) into the configuration"
        case .attribute(let name, let value, let node):
            "Injecting attribute \(name)=\(value) into /node_state '\(node)'"
        }
    }
}
