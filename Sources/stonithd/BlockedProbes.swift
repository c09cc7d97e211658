import ClusterModel
import FencingCore

/// When the devices that failed a blocked target are asked how they are, and what came of it: a value without I/O.
/// Nothing wants to be woken while no target is blocked.
struct BlockedProbes {
    /// What one answer changed.
    enum Change: Equatable {
        case wellAgain
        case brokenAgain
    }

    private struct Watch {
        var targets: [NodeName]
        var next: Instant
        var spanMilliseconds: Int64
        /// Whether a good status means that what failed is mended: the failure was one that a status shows.
        var isProof: Bool
        var isWell = false
    }

    /// The request that blocked each target.
    private var blocked: [NodeName: RequestID] = [:]
    private var watches: [String: Watch] = [:]
    /// The device that is being asked.
    private var asked: String?

    static let firstMilliseconds: Int64 = 10_000
    static let mostMilliseconds: Int64 = 300_000

    var blockedNodes: [NodeName] { blocked.keys.sorted { $0.description < $1.description } }

    /// When the next device is to be asked; nil while one is, or none is to be.
    var deadline: Instant? { asked == nil ? watches.values.map(\.next).min() : nil }

    /// The target's devices that work again.
    func well(for node: NodeName) -> [String] {
        watches.filter { $0.value.isWell && $0.value.targets.contains(node) }.keys.sorted()
    }

    // MARK: Targets

    /// A target is blocked, or is so by another request than before: its devices are asked soon.
    ///
    /// - Parameter failed: the devices worth asking, and whether their status would have failed as well.
    /// - Returns: false when that is known already.
    mutating func block(
        _ node: NodeName, by request: RequestID, failed: [(device: String, showsInStatus: Bool)], at now: Instant
    ) -> Bool {
        guard blocked[node] != request else { return false }
        release(node)
        blocked[node] = request
        for (device, isProof) in failed {
            let targets = watches[device]?.targets ?? []
            watches[device] = Watch(
                targets: targets + [node], next: now.adding(milliseconds: Self.firstMilliseconds),
                spanMilliseconds: Self.firstMilliseconds, isProof: isProof)
        }
        return true
    }

    mutating func release(_ node: NodeName) {
        guard blocked.removeValue(forKey: node) != nil else { return }
        for device in watches.keys { watches[device]?.targets.removeAll { $0 == node } }
        watches = watches.filter { !$0.value.targets.isEmpty }
    }

    // MARK: Devices

    /// The device that is to be asked now.
    mutating func ask(at now: Instant) -> String? {
        guard asked == nil else { return nil }
        let due = watches.filter { $0.value.next <= now }
        asked = due.min { ($0.value.next, $0.key) < ($1.value.next, $1.key) }?.key
        return asked
    }

    /// The answer of the device that was asked.
    ///
    /// - Parameter isWell: nil when it had no time: fencing goes first.
    mutating func heard(_ device: String, isWell: Bool?, at now: Instant) -> Change? {
        if asked == device { asked = nil }
        guard var watch = watches[device] else { return nil }
        defer { watches[device] = watch }
        guard let isWell else {
            watch.next = now.adding(milliseconds: watch.spanMilliseconds)
            return nil
        }
        watch.spanMilliseconds = min(watch.spanMilliseconds * 2, Self.mostMilliseconds)
        watch.next = now.adding(milliseconds: watch.spanMilliseconds)
        let before = watch.isWell
        // Once its status has failed, a good one tells something.
        if !isWell { watch.isProof = true }
        watch.isWell = isWell && watch.isProof
        guard watch.isWell != before else { return nil }
        return watch.isWell ? .wellAgain : .brokenAgain
    }

    func targets(of device: String) -> [NodeName] { watches[device]?.targets ?? [] }
}
