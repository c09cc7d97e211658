import ClusterModel
import Wire

/// The contract of the scripts in `plugins/external` (cluster-glue 1.0.12, README.external and external.c): a verb as
/// first argument, the target as second, parameters in the environment, exit status 0 for success, answers on stdout.
public enum ExternalScript {
    public enum Information: String, Sendable, CaseIterable {
        case deviceID = "getinfo-devid"
        case description = "getinfo-devdescr"
        case url = "getinfo-devurl"
        case xml = "getinfo-xml"
        case configNames = "getconfignames"
    }

    /// How a run of the script ended.
    public enum Ending: Sendable, Equatable {
        case exited(Int32)
        case signal(Int32)
        case deadline
        /// It was not started at all.
        case notBegun(String)

        public var text: String {
            switch self {
            case .exited(let status): "it ended with exit status \(status)"
            case .signal(let signal): "it died of signal \(signal)"
            case .deadline: "it did not end in time and was killed"
            case .notBegun(let reason): reason
            }
        }
    }

    /// Where `ha_log.sh` lies, which scripts call by its bare name.
    public static let logToolFolder = "/usr/share/cluster-glue"

    /// The script's arguments, its own path first. Nil for what the contract cannot ask.
    public static func arguments(path: String, action: AgentAction, target: String) -> [String]? {
        switch action {
        case .reset, .off, .on: [path, action.name, target]
        case .status, .probe: [path, "status"]
        case .list: [path, "gethosts"]
        case .identify: nil
        }
    }

    /// The caller's environment, the parameters over it, and what every external script is given besides.
    public static func environment(
        inherited: [String], parameters: [Parameter], type: DeviceType
    ) -> [String] {
        let ours = [("HA_LOGTAG", type.description), ("PATH", searchPath(inherited))]
        let given = parameters.map { ($0.name, $0.value.reveal()) }.filter { pair in !ours.contains { $0.0 == pair.0 } }
        let replaced = Set((given + ours).map(\.0))
        return inherited.filter { !replaced.contains(name(of: $0)) } + (given + ours).map { "\($0.0)=\($0.1)" }
    }

    /// By bytes: a combining mark behind the sign makes one character of both.
    private static func name(of entry: String) -> String {
        String(decoding: entry.utf8.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    }

    private static func searchPath(_ inherited: [String]) -> String {
        let given = inherited.last { $0.hasPrefix("PATH=") }?.dropFirst("PATH=".count)
        return "\(logToolFolder):\(given ?? "/usr/sbin:/usr/bin:/sbin:/bin")"
    }

    /// The outcome of an action from how the script ended and what it printed.
    ///
    /// As cluster-glue's external.c: the exit status of `status` is the code itself, any failure of a power action is
    /// `S_RESETFAIL`. An exit status of 0 is the script's word that the device accepted the command, and no more.
    public static func outcome(of action: AgentAction, ending: Ending, output: String, errors: String) -> AgentOutcome {
        var outcome: AgentOutcome
        switch ending {
        case .exited(0):
            outcome = AgentOutcome(code: .ok, evidence: action.changesPower ? .accepted : .none)
            if action == .list { outcome = hostList(output) }
        case .exited(let status): outcome = failure(of: action, status: status)
        case .signal(let signal):
            outcome = AgentOutcome(
                code: action.changesPower ? .resetFail : .oops, text: "the script died of signal \(signal)",
                cause: "crashed")
        case .deadline:
            outcome = AgentOutcome(
                code: .timeout, text: "the script did not end in time and was killed", cause: "deadline")
        case .notBegun(let reason): outcome = AgentOutcome(code: .oops, text: reason, cause: "not-begun")
        }
        outcome.outputTail = action == .list ? errors : output + errors
        return outcome
    }

    /// The same from what `stonith-exec --script` reports, which keeps one tail of all that was printed.
    static func outcome(of action: AgentAction, _ result: ExecReply.Result) -> AgentOutcome {
        let ending: Ending
        switch result.ending {
        case .exited(let status): ending = .exited(Int32(truncatingIfNeeded: status))
        case .signal(let signal): ending = .signal(Int32(truncatingIfNeeded: signal))
        case .deadline: ending = .deadline
        case .notBegun(let errno): ending = .notBegun("the script could not be started (errno \(errno))")
        case .returned: return cannotBeAsked(action)
        case .cancelled:
            var outcome = AgentOutcome(
                code: .oops, text: "the action was cancelled, and the script killed", cause: "cancelled")
            outcome.outputTail = result.outputTail
            return outcome
        }
        var outcome = outcome(of: action, ending: ending, output: result.outputTail, errors: "")
        if outcome.cause == "script-failed", let words = lastWords(result.outputTail) { outcome.text += ": \(words)" }
        return outcome
    }

    /// Why it failed stands in the last line that it printed. A long one is left out, since to cut it could leave a
    /// part of a secret that nobody would find any more.
    private static func lastWords(_ output: String) -> String? {
        let lines = output.split(whereSeparator: \.isNewline)
        guard let line = lines.last(where: { !$0.allSatisfy(\.isWhitespace) }), line.utf8.count <= lastWordsBytesMax
        else { return nil }
        return String(line)
    }

    private static let lastWordsBytesMax = 300

    /// What `arguments` has no words for.
    public static func cannotBeAsked(_ action: AgentAction) -> AgentOutcome {
        AgentOutcome(
            code: .invalid, text: "an external script cannot be asked to \(action.name)", cause: "not-supported")
    }

    private static func failure(of action: AgentAction, status: Int32) -> AgentOutcome {
        let text = "the script failed with exit status \(status)"
        if action.changesPower { return AgentOutcome(code: .resetFail, text: text, cause: "script-failed") }
        let code = OperationCode(rawValue: UInt32(bitPattern: status)) ?? .oops
        return AgentOutcome(code: code == .unknown ? .oops : code, text: text, cause: "script-failed")
    }

    private static func hostList(_ output: String) -> AgentOutcome {
        let hosts = words(output)
        guard !hosts.isEmpty else {
            return AgentOutcome(code: .oops, text: "the script's gethosts named no host", cause: "no-hosts")
        }
        var outcome = AgentOutcome(code: .ok)
        outcome.hosts = hosts
        return outcome
    }

    /// What `getconfignames` and `gethosts` print: words between white space, which is cluster-glue's, not Unicode's.
    public static func words(_ output: String) -> [String] {
        output.utf8.split { whiteSpace.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private static let whiteSpace = Array(" \t\n\r\u{C}".utf8)
}
