import ClusterModel

/// Which resource comes before which, by the constraints of one kind that bind.
struct ConstraintGraph {
    struct Loop: Equatable {
        var resources: [String]
        /// The one that closes it.
        var constraint: String
    }

    private var names: [String] = []
    private var numbers: [String: Int] = [:]
    private var followers: [[(to: Int, constraint: String)]] = []

    init(_ constraints: [ConstraintDefinition], _ kind: ConstraintDefinition.Kind) {
        let ends = kind == .order ? ("first", "then") : ("with-rsc", "rsc")
        for constraint in constraints where constraint.kind == kind && Self.binds(constraint) {
            guard let first = constraint.attributes[ends.0], let then = constraint.attributes[ends.1] else { continue }
            let action = { (name: String) in constraint.attributes[name].map { "\($0) " } ?? "" }
            let from = number(kind == .order ? action("first-action") + first : first)
            let to = number(kind == .order ? action("then-action") + then : then)
            followers[from].append((to, constraint.id))
        }
    }

    /// Whether it says must, and not only may.
    private static func binds(_ constraint: ConstraintDefinition) -> Bool {
        let score = constraint.attributes["score"].flatMap { Score($0) }
        guard constraint.kind == .order else { return score == .infinity }
        let kind = constraint.attributes["kind"]
        return kind == "Mandatory" || kind == nil && (score ?? .infinity) > .zero
    }

    private mutating func number(_ name: String) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        followers.append([])
        return names.count - 1
    }

    /// One for each set of resources that go round; each edge is looked at once.
    mutating func loops() -> [Loop] {
        var loops: [Loop] = []
        var state = [UInt8](repeating: 0, count: names.count)
        for start in names.indices where state[start] == 0 { walk(from: start, &state, &loops) }
        return loops
    }

    /// Depth first, without recursion: a chain may be long.
    private func walk(from start: Int, _ state: inout [UInt8], _ loops: inout [Loop]) {
        var path = [(node: start, next: 0)]
        state[start] = 1
        while let (node, next) = path.last {
            guard next < followers[node].count else {
                state[node] = 2
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            let edge = followers[node][next]
            if state[edge.to] == 0 {
                state[edge.to] = 1
                path.append((edge.to, 0))
            } else if state[edge.to] == 1, loops.count < 20 {
                let round = path.drop { $0.node != edge.to }.map { names[$0.node] }
                loops.append(Loop(resources: round, constraint: edge.constraint))
            }
        }
    }
}
