import ClusterModel
import FencingCore
import Runtime

/// What the daemon asked of devices without changing anything, and what the answers are for.
struct Examinations {
    enum Purpose {
        /// Which nodes the device controls, as it is configured in that generation.
        case targets(device: String, generation: UInt64)
        /// Whether it controls the first of these nodes.
        case knows(device: String, generation: UInt64, ArraySlice<NodeName>)
        case monitor(ControlConnection, tag: String?, device: String, began: Instant)
        case life(NodeName, device: String, plug: String?)
        /// How a device is that failed a blocked target.
        case health(device: String)
    }

    /// A look at a node before a person's word is taken.
    struct LifeCheck {
        var left: Int
        /// A device that is at work is asked again until then.
        let until: Instant
        var life: [String] = []
        var whenDone: [([String]) -> Void]
    }

    private var purposes: [UInt64: Purpose] = [:]
    private var next: UInt64 = 1
    private var checks: [NodeName: LifeCheck] = [:]
    /// What was found, and when.
    private var found: [NodeName: (life: [String], at: Instant)] = [:]

    private static let freshMilliseconds: Int64 = 60_000

    mutating func number(for purpose: Purpose) -> UInt64 {
        defer { next += 1 }
        purposes[next] = purpose
        return next
    }

    mutating func take(_ number: UInt64) -> Purpose? { purposes.removeValue(forKey: number) }

    /// Whether the device is being asked which nodes it controls.
    func asks(_ device: String) -> Bool {
        purposes.values.contains { purpose in
            switch purpose {
            case .targets(device, _), .knows(device, _, _): true
            default: false
            }
        }
    }

    /// What was seen within the last minute: for the record, never to take the place of a look.
    func seen(_ node: NodeName, at now: Instant) -> [String]? {
        guard let entry = found[node], now.milliseconds(since: entry.at) < Self.freshMilliseconds else { return nil }
        return entry.life
    }

    func mayLookAgain(_ node: NodeName, at now: Instant) -> Bool { checks[node].map { now < $0.until } ?? false }

    /// True when the look has to be begun, false when one is under way already.
    mutating func begin(
        _ node: NodeName, looks: Int, until: Instant, _ whenDone: @escaping ([String]) -> Void
    ) -> Bool {
        guard checks[node] == nil else {
            checks[node]?.whenDone.append(whenDone)
            return false
        }
        checks[node] = LifeCheck(left: looks, until: until, whenDone: [whenDone])
        return true
    }

    /// One device has answered. Answers whom to tell, and what, once the last one has.
    mutating func heard(_ node: NodeName, _ life: [String], at now: Instant) -> LifeCheck? {
        guard var check = checks[node] else { return nil }
        check.left -= 1
        check.life += life.filter { !check.life.contains($0) }
        checks[node] = check.left > 0 ? check : nil
        guard check.left <= 0 else { return nil }
        found[node] = (check.life, now)
        return check
    }
}
