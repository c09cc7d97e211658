/// What is to be done with a node's power, whatever happens to the connections on the way: which command is next, what
/// is known, and what a success rests on. A value without I/O.
struct PowerPlan: Equatable, Sendable {
    enum Next: Equatable, Sendable {
        case ask(BoardCommand)
        /// Read the power state again after a pause, until it is this.
        case again(until: Bool)
        case finish(Success)
    }

    enum Sent: Equatable, Sendable {
        case nothing
        /// A power command left, and neither its answer nor a reading has settled what came of it.
        case command
        /// The node was read back off, whatever comes after.
        case provenOff
    }

    private enum Phase: Equatable {
        case look, cycle, off, on
    }

    private(set) var sent = Sent.nothing
    private var phases: [Phase]
    private let leavesOff: Bool
    /// The phase's command was accepted.
    private var isAccepted = false
    /// A command was lost on its way: no later answer tells what came of it, only a reading.
    private var isInDoubt = false
    private var hasSwitched = false
    private var text = ""

    init(_ task: PowerDialogue.Task, _ method: Settings.ResetMethod, leavesOff: Bool) {
        self.leavesOff = leavesOff
        switch task {
        case .status: phases = [.look]
        case .off: phases = [.off]
        case .on: phases = [.on]
        case .reset: phases = method == .cycle ? [.cycle] : [.off, .on]
        }
        if task == .reset, method == .onoff { text = "It was off and is on again." }
    }

    /// The power state was read.
    mutating func read(isOn: Bool) -> Next {
        switch phases.first {
        case .cycle?: return isOn ? .ask(.cycle) : foundOff()
        case .off? where !isOn && phases.count > 1 && !hasSwitched && sent == .nothing: return foundOff()
        case .off?: return isOn ? wait(for: .off) : reached()
        case .on?: return isOn ? reached() : wait(for: .on)
        case .look?, nil: return .finish(Success(.none, "power is \(isOn ? "on" : "off")", isOn: isOn))
        }
    }

    /// A reset that finds the node off: it is fenced.
    private mutating func foundOff() -> Next {
        if leavesOff { return .finish(Success(.readBack, "It was off already and is left off.")) }
        sent = .provenOff
        phases = [.on]
        text = "It was off already; it is on now."
        return .ask(.on)
    }

    private func wait(for command: BoardCommand) -> Next {
        isAccepted ? .again(until: command == .on) : .ask(command)
    }

    /// The board does not say whether the power is on or off. Nil when that cannot be waited for.
    func readNothing() -> Next? { isAccepted ? .again(until: phases.first == .on) : nil }

    private mutating func reached() -> Next {
        let phase = phases.removeFirst()
        isAccepted = false
        isInDoubt = false
        if sent == .command { sent = .nothing }
        guard phases.isEmpty else {
            sent = .provenOff
            return .ask(.on)
        }
        if text.isEmpty, !hasSwitched { text = "It was \(phase == .on ? "on" : "off") already." }
        return .finish(Success(.readBack, text))
    }

    /// A power command leaves.
    mutating func leave() {
        hasSwitched = true
        if sent == .nothing { sent = .command }
    }

    /// A command was accepted.
    mutating func done(_ command: BoardCommand) -> Next {
        guard command == .cycle else {
            isAccepted = true
            return .ask(.state)
        }
        sent = .nothing
        return .finish(Success(.accepted))
    }

    /// No answer to a command came. A cycle must not be repeated: off, read back, on may be, and proves what the lost
    /// answer did not.
    mutating func lose(_ command: BoardCommand) {
        guard command.isPower else { return }
        isAccepted = false
        isInDoubt = true
        guard command == .cycle else { return }
        phases = [.off, .on]
        text = "Its first command was not answered, so it may have been reset twice."
    }

    /// The board refused a command: it did not carry it out.
    mutating func refuse(_ command: BoardCommand) {
        if command.isPower, sent == .command, !isInDoubt, !isAccepted { sent = .nothing }
    }

    /// The time is up while the state is not what was asked for, as the last reading said. A command that was lost
    /// before may have been carried out all the same: a cycle leaves the node on.
    mutating func giveUp(isOn: Bool) -> BoardFailure {
        if sent == .command, !isInDoubt { sent = .nothing }
        return BoardFailure(isOn ? .stillOn : .stillOff)
    }

    /// The last word when there is no more to be done: a command that is out is not forgotten, and a node that was
    /// proven off is fenced whatever failed after that.
    func verdict(_ failure: BoardFailure, _ settings: Settings) -> PowerDialogue.Verdict {
        switch sent {
        case .provenOff:
            var success = Success(.readBack, "It was read back off.")
            success.warnings = [
                failure.cause == .cancelled
                    ? "cancelled: it is left off" : "it could not be powered on again: \(failure.text(settings))"
            ]
            return .success(success)
        case .command: return .failure(BoardFailure(.noAnswerToCommand, failure.detail))
        case .nothing: return .failure(failure)
        }
    }
}

/// How an action succeeded.
public struct Success: Equatable, Sendable {
    public enum Basis: Equatable, Sendable {
        case none
        case accepted
        case readBack
    }

    public var basis: Basis
    public var text: String
    /// The power state, where that was all that was asked for.
    public var isOn: Bool?
    public var warnings: [String] = []

    init(_ basis: Basis, _ text: String = "", isOn: Bool? = nil) {
        self.basis = basis
        self.text = text
        self.isOn = isOn
    }
}
