import ClusterModel

/// A made-up node: whether it really has power.
struct WorldNode {
    private var isSwitchedOn = true
    /// Its power supplies, by the outlet that switches them; none: it has one that nobody switches.
    private var feeds: [String: Bool]
    /// Its ways to what it works with, by the device that opens them: without one of them it can do no harm.
    private var ways: [String: Bool]
    private var lastOff = Instant(milliseconds: -1)

    init(feeds: [String] = [], ways: [String] = []) {
        self.feeds = Dictionary(uniqueKeysWithValues: feeds.map { ($0, true) })
        self.ways = Dictionary(uniqueKeysWithValues: ways.map { ($0, true) })
    }

    var isOn: Bool {
        isSwitchedOn && (feeds.isEmpty || feeds.values.contains(true)) && ways.values.allSatisfy { $0 }
    }

    /// What a device calls an outlet of its own.
    static func outlet(_ device: String, _ plug: String?) -> String { plug.map { "\(device)/\($0)" } ?? device }

    /// Whether it was without power at some moment since then.
    func wasOff(since moment: Instant) -> Bool { !isOn || lastOff >= moment }

    /// - Parameter outlet: what switches it; its own board where it has no such supply.
    mutating func switchPower(_ isOn: Bool, by outlet: String, at now: Instant) {
        let before = self.isOn
        if ways[outlet] != nil {
            ways[outlet] = isOn
        } else if feeds[outlet] != nil {
            feeds[outlet] = isOn
            // It comes up by itself when power returns.
            if isOn { isSwitchedOn = true }
        } else {
            isSwitchedOn = isOn
        }
        if before != self.isOn { lastOff = now }
    }

    /// A person pulls every plug, or puts all of them back.
    mutating func switchAll(_ isOn: Bool, at now: Instant) {
        let before = self.isOn
        isSwitchedOn = isOn
        for outlet in feeds.keys { feeds[outlet] = isOn }
        if isOn { for way in ways.keys { ways[way] = true } }
        if before != self.isOn { lastOff = now }
    }

    mutating func carryOut(_ action: AgentAction, by outlet: String, leavesOff: Bool, at now: Instant) {
        switch action {
        case .off: switchPower(false, by: outlet, at: now)
        case .on: switchPower(true, by: outlet, at: now)
        case .reset:
            let stays = leavesOff && !isOn
            switchPower(false, by: outlet, at: now)
            if !stays { switchPower(true, by: outlet, at: now) }
        case .status, .list, .probe, .identify: break
        }
    }
}
