import ClusterModel

/// A made-up node: whether it really has power.
struct WorldNode {
    private var isSwitchedOn = true
    /// Its power supplies, by the device that switches them; none: it has one that nobody switches.
    private var feeds: [String: Bool]
    private var lastOff = Instant(milliseconds: -1)

    init(feeds: [String] = []) {
        self.feeds = Dictionary(uniqueKeysWithValues: feeds.map { ($0, true) })
    }

    var isOn: Bool { isSwitchedOn && (feeds.isEmpty || feeds.values.contains(true)) }

    /// Whether it was without power at some moment since then.
    func wasOff(since moment: Instant) -> Bool { !isOn || lastOff >= moment }

    /// - Parameter device: what switches it; its own board where it has no such supply.
    mutating func switchPower(_ isOn: Bool, by device: String, at now: Instant) {
        let before = self.isOn
        if feeds[device] == nil { isSwitchedOn = isOn } else { feeds[device] = isOn }
        // It comes up by itself when power returns.
        if isOn, feeds[device] != nil { isSwitchedOn = true }
        if before != self.isOn { lastOff = now }
    }

    /// A person pulls every plug, or puts all of them back.
    mutating func switchAll(_ isOn: Bool, at now: Instant) {
        let before = self.isOn
        isSwitchedOn = isOn
        for device in feeds.keys { feeds[device] = isOn }
        if before != self.isOn { lastOff = now }
    }

    mutating func carryOut(_ action: AgentAction, by device: String, leavesOff: Bool, at now: Instant) {
        switch action {
        case .off: switchPower(false, by: device, at: now)
        case .on: switchPower(true, by: device, at: now)
        case .reset:
            let stays = leavesOff && !isOn
            switchPower(false, by: device, at: now)
            if !stays { switchPower(true, by: device, at: now) }
        case .status, .list, .probe, .identify: break
        }
    }
}
