import ClusterModel
import Scheduler

/// What each step of a graph still waits for.
struct Waiting {
    /// By step: how many of those before it are not done.
    private var counts: [Int]
    /// Those after each step, one step's after the other's.
    private var followers: [Int32] = []
    private var starts: [Int]
    private let isUrgent: [Bool]

    init(_ graph: TransitionGraph) {
        let synapses = graph.synapses
        counts = synapses.map { $0.inputs.count + $0.missing.count }
        isUrgent = synapses.map { $0.priority >= Score.infinity.value }
        starts = [Int](repeating: 0, count: synapses.count + 1)
        for synapse in synapses { for input in synapse.inputs { starts[Int(input) + 1] += 1 } }
        for step in 0..<synapses.count { starts[step + 1] += starts[step] }
        followers = [Int32](repeating: 0, count: starts[synapses.count])
        var places = starts
        for (step, synapse) in synapses.enumerated() {
            for input in synapse.inputs {
                followers[places[Int(input)]] = Int32(truncatingIfNeeded: step)
                places[Int(input)] += 1
            }
        }
    }

    /// Those that wait for nothing, in order.
    var first: [Int] { counts.indices.filter { counts[$0] == 0 } }

    /// A step was taken.
    ///
    /// - Parameter urgentOnly: it failed, and of those that wait for it only those of the highest priority may go on.
    /// - Returns: those that wait for nothing any more, in order.
    mutating func release(_ step: Int, urgentOnly: Bool) -> [Int] {
        var free: [Int] = []
        for place in starts[step]..<starts[step + 1] {
            let follower = Int(followers[place])
            if urgentOnly, !isUrgent[follower] { continue }
            counts[follower] -= 1
            if counts[follower] == 0 { free.append(follower) }
        }
        return free
    }
}
