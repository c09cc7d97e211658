/// Finds actions that wait for each other in a circle.
struct LoopSearch {
    /// Places in the graph, each waiting for the next and the last for the first; empty where there is no circle.
    private(set) var loop: [Int] = []
    private let synapses: [Synapse]

    init(_ synapses: [Synapse]) {
        self.synapses = synapses
        let stuck = stuckPlaces()
        guard let start = stuck.firstIndex(of: true) else { return }
        loop = circle(from: start, in: stuck)
    }

    /// Those that are never done, even if all that can be done is.
    private func stuckPlaces() -> [Bool] {
        var open = synapses.map(\.inputs.count)
        var followers = [[Int32]](repeating: [], count: synapses.count)
        for (place, synapse) in synapses.enumerated() {
            for input in synapse.inputs { followers[Int(input)].append(Int32(truncatingIfNeeded: place)) }
        }
        var ready = open.indices.filter { open[$0] == 0 }
        while let place = ready.popLast() {
            for follower in followers[place] {
                open[Int(follower)] -= 1
                if open[Int(follower)] == 0 { ready.append(Int(follower)) }
            }
        }
        return open.map { $0 > 0 }
    }

    /// From one that is stuck, back along others that are, until one comes a second time.
    private func circle(from start: Int, in stuck: [Bool]) -> [Int] {
        var seen: [Int: Int] = [:]
        var path: [Int] = []
        var place = start
        while seen[place] == nil {
            seen[place] = path.count
            path.append(place)
            guard let next = synapses[place].inputs.first(where: { stuck[Int($0)] }) else { return [] }
            place = Int(next)
        }
        return Array(path[(seen[place] ?? 0)...])
    }
}
