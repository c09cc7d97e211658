import ClusterModel
import Wire

/// One action as an RHCS agent is asked for it, and what its answer means.
public struct RHCSRequest: Sendable, Equatable {
    public var type: DeviceType
    public var action: AgentAction
    /// The agent's word for the action: `reboot` for a reset.
    public var word: String
    /// What the success of a power action rests on.
    public var evidence: Evidence
    /// The lines on its standard input, in their order.
    public var options: [Parameter]
    /// Between the columns of its list.
    public var separator: String
    /// Its `status` is about a node's power, and not about access to a disk or a network.
    public var saysPower: Bool

    public init(
        type: DeviceType, action: AgentAction, word: String, evidence: Evidence, options: [Parameter] = [],
        separator: String = ",", saysPower: Bool = true
    ) {
        self.type = type
        self.action = action
        self.word = word
        self.evidence = evidence
        self.options = options
        self.separator = separator
        self.saysPower = saysPower
    }

    /// One that a daemon before this one made: how it was asked is not known any more, so that a success counts as
    /// little as it can.
    public static func found(_ type: DeviceType, _ action: AgentAction) -> RHCSRequest {
        RHCSRequest(
            type: type, action: action, word: action.pacemakerWord ?? action.name,
            evidence: action.changesPower ? .accepted : .none)
    }

    /// The bytes for its standard input.
    public var lines: [UInt8] {
        options.flatMap { option in Array("\(option.name)=\(option.value.reveal())\n".utf8) }
    }

    // MARK: Its answer

    /// The outcome from how the agent ended and what it printed.
    public func outcome(ending: ExternalScript.Ending, output: String, errors: String) -> AgentOutcome {
        var outcome: AgentOutcome
        switch ending {
        case .exited(let status): outcome = exited(status, output: output, errors: errors)
        case .signal(let signal):
            // Its command may have left.
            let code: OperationCode = action.changesPower ? .unknown : .oops
            outcome = AgentOutcome(code: code, text: "\(type) died of signal \(signal)", cause: "crashed")
        case .deadline:
            let text = "\(type) did not end in time and was killed"
            outcome = AgentOutcome(code: .timeout, text: text, cause: "deadline")
        case .notBegun(let reason): outcome = AgentOutcome(code: .oops, text: reason, cause: "not-begun")
        }
        outcome.outputTail = action == .list ? errors : output + errors
        return outcome
    }

    /// The same from what `stonith-exec --agent` reports, which keeps one tail of all that was printed.
    func outcome(_ result: ExecReply.Result) -> AgentOutcome {
        switch result.ending {
        case .exited(let status): return outcome(.exited(Int32(truncatingIfNeeded: status)), result)
        case .signal(let signal): return outcome(.signal(Int32(truncatingIfNeeded: signal)), result)
        case .deadline: return outcome(.deadline, result)
        case .notBegun(let errno): return outcome(.notBegun("\(type) could not be started (errno \(errno))"), result)
        case .returned:
            return AgentOutcome(
                code: .invalid, text: "\(type) cannot be asked to \(action.name)", cause: "not-supported")
        case .cancelled:
            var outcome = AgentOutcome(
                code: .oops, text: "the action was cancelled, and \(type) killed", cause: "cancelled")
            outcome.outputTail = result.outputTail
            return outcome
        }
    }

    private func outcome(_ ending: ExternalScript.Ending, _ result: ExecReply.Result) -> AgentOutcome {
        outcome(ending: ending, output: result.outputTail, errors: "")
    }

    private func exited(_ status: Int32, output: String, errors: String) -> AgentOutcome {
        switch action {
        case .status, .probe:
            // Off is 2, and means bad arguments for every other action.
            guard status == 0 || word == "status" && status == 2 else { break }
            return answered(isOn: status == 0)
        case .list where status == 0: return listed(output)
        case .reset, .off, .on:
            guard status == 0 else { break }
            return done(output + errors)
        case .list, .identify: break
        }
        return RHCSFailure(status: status, output: output + errors).outcome(of: self)
    }

    private func answered(isOn: Bool) -> AgentOutcome {
        var outcome = AgentOutcome(code: .ok)
        guard action == .probe, word == "status", saysPower else { return outcome }
        outcome.text = "its power is \(isOn ? "on" : "off"), says \(type)"
        if isOn { outcome.life = ["its power is on"] }
        return outcome
    }

    private func listed(_ output: String) -> AgentOutcome {
        let hosts = RHCSOutlet.read(output, separator: separator).flatMap(\.names)
        guard !hosts.isEmpty else {
            let text = "\(type) lists no machines: name them in pcmk_host_list"
            return AgentOutcome(code: .oops, text: text, cause: "no-hosts")
        }
        var outcome = AgentOutcome(code: .ok)
        var seen: Set<String> = []
        outcome.hosts = hosts.filter { seen.insert($0).inserted }
        return outcome
    }

    private func done(_ output: String) -> AgentOutcome {
        var outcome = AgentOutcome(code: .ok, evidence: evidence, text: basis)
        if action == .reset, RHCSFailure.says(output, Self.stayedOff) {
            outcome.warnings = ["\(type) turned it off and could not power it on again: look at the machine"]
        }
        return outcome
    }

    /// What the agents' library logs where a reboot's off succeeded and its on did not: the node is fenced.
    private static let stayedOff = "Timed out waiting to power ON"

    private var basis: String {
        guard evidence == .readBack else {
            let advice =
                word == "reboot" ? ", which \(type) does not read back (method=onoff would, where it has it)" : ""
            return "\(type) says that \(word) was done\(advice)"
        }
        return switch word {
        case "reboot": "off was read back by \(type), then on"
        default: "\(word) was read back by \(type)"
        }
    }
}
