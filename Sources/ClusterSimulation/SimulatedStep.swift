/// One step of a transition that was pretended to be carried out.
public enum SimulatedStep: Equatable, Sendable {
    /// A point that others wait for; by its key.
    case pseudo(String)
    case operation(resource: String, task: String, intervalMilliseconds: Int, node: String)
    /// What a controller does: `clear_failcount`, `do_shutdown`.
    case cluster(task: String, resource: String?, node: String)
    case fencing(node: String, action: String)
    /// The last operation ended otherwise than expected, as it was asked for.
    case pretence(action: Int, code: Int)
    /// That failure was counted.
    case count(Modification)

    /// In 2.1.5's words.
    public var text: String {
        switch self {
        case .pseudo(let key): "Pseudo action:   \(key)"
        case .operation(let resource, let task, let interval, let node):
            "Resource action: \(Self.column(resource)) \(task)\(interval > 0 ? "=\(interval)" : "") on \(node)"
        case .cluster(let task, let resource?, let node): "Cluster action:  \(task) for \(resource) on \(node)"
        case .cluster(let task, nil, let node): "Cluster action:  \(task) on \(node)"
        case .fencing(let node, let action): "Fencing \(node) (\(action))"
        case .pretence(let action, let code): "Pretending action \(action) failed with rc=\(code)"
        case .count(let modification): modification.text
        }
    }

    private static func column(_ text: String) -> String {
        text + String(repeating: " ", count: max(0, 15 - text.unicodeScalars.count))
    }
}
