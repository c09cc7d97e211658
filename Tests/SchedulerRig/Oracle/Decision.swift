/// What a scheduler decided of a case, in the form in which two of them can be compared.
public struct Decision: Equatable, Sendable {
    /// An action of the transition graph: `web_start_0` on a node; no node where it is a pseudo action.
    public struct Action: Hashable, Comparable, Sendable, CustomStringConvertible {
        public var key: String
        public var node: String

        public init(_ key: String, on node: String) {
            self.key = key
            self.node = node
        }

        public var description: String { node.isEmpty ? key : "\(key)@\(node)" }

        public static func < (left: Action, right: Action) -> Bool {
            (left.key, left.node) < (right.key, right.node)
        }
    }

    /// What the status means, before anything is decided: a line for each node and each primitive, in order.
    public var conditions: [String] = []
    /// Where each resource runs after the transition, by id, without the numbers of instances; nodes in order.
    public var placements: [String: [String]] = [:]
    /// False where the graph has a loop, so that nobody can say where resources run after it.
    public var isCarriedOut: Bool { !placements.isEmpty }
    /// Each action, and those that it waits for.
    public var actions: [Action: Set<Action>] = [:]
    /// `pcmk__primitive_assign web node1 INFINITY`, in order.
    public var scores: [String] = []

    public init() {}

    /// Whether crm_simulate shows for certain what a line of conditions says: it hides a group that is inactive, and
    /// counts as inactive what is unmanaged and stands on an offline node only.
    func shows(_ line: String) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        guard words.first == "resource", words.count > 1, !words.contains("managed") else { return true }
        let nodes = words.drop { $0 != "on" }.dropFirst()
        let online = nodes.filter { name in conditions.contains { $0.hasPrefix("node \(name) online") } }
        return !online.isEmpty
    }

    /// Where crm_simulate shows no resource although something runs there: `web node1` for each line of conditions that
    /// it hides.
    func hidden(_ lines: [String]) -> Set<String> {
        Set(
            lines.filter { !shows($0) }.flatMap { line in
                let words = line.split(separator: " ").map(String.init)
                return words.drop { $0 != "on" }.dropFirst().map { "\(words[1]) \($0)" }
            })
    }

    /// Whether a line of conditions is about a node or a resource that is told of here at all.
    func names(_ line: String) -> Bool {
        let name = line.split(separator: " ").prefix(2).joined(separator: " ")
        return conditions.contains { "\($0) ".hasPrefix("\(name) ") }
    }
}

extension Decision {
    /// One fact a line, in order: what is kept beside a scenario.
    public var text: String {
        var lines = conditions.map { "found \($0)" }
        for (id, nodes) in placements.sorted(by: { $0.key < $1.key }) {
            lines.append((["place", id] + nodes).joined(separator: " "))
        }
        for (action, inputs) in actions.sorted(by: { $0.key < $1.key }) {
            lines.append("action \(action)")
            lines += inputs.sorted().map { "  after \($0)" }
        }
        return (lines + scores.map { "score \($0)" }).joined(separator: "\n") + "\n"
    }

    public init(text: String) {
        var last: Action?
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 1 else { continue }
            switch words[0] {
            case "place": placements[words[1]] = Array(words.dropFirst(2))
            case "found": conditions.append(words.dropFirst().joined(separator: " "))
            case "action":
                let action = Action(text: words[1])
                actions[action] = []
                last = action
            case "after": if let last { actions[last, default: []].insert(Action(text: words[1])) }
            default: scores.append(words.dropFirst().joined(separator: " "))
            }
        }
    }
}

extension Decision.Action {
    fileprivate init(text: String) {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        self.init(parts[0], on: parts.count > 1 ? parts[1] : "")
    }
}
