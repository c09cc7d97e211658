import ClusterModel
import FencingCore

/// What will happen in a made-up world, the soonest last.
struct Agenda {
    enum Entry {
        case agentRuns(ActionNumber)
        case agentEnds(ActionNumber)
        /// The journal holds the order, or is too slow.
        case written(ActionID, isDurable: Bool)
        /// Somebody outside does something.
        case stimulus
    }

    typealias ActionNumber = UInt64

    private var entries: [(at: Instant, entry: Entry)] = []

    var soonest: Instant? { entries.last?.at }

    mutating func add(_ entry: Entry, at moment: Instant) {
        var index = entries.count
        // Of one moment, what was planned first happens first.
        while index > 0, entries[index - 1].at <= moment { index -= 1 }
        entries.insert((moment, entry), at: index)
    }

    mutating func next() -> (at: Instant, entry: Entry)? { entries.popLast() }
}
