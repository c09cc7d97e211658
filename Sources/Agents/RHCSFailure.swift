import ClusterModel

/// Why an RHCS agent failed: from its exit status (fencing library, EC_*), or, where that is 1 for everything, as in
/// fence-agents 4, from the sentence that the library prints.
struct RHCSFailure {
    enum Cause: String, CaseIterable {
        case agentFailed = "agent-failed"
        case badArguments = "bad-arguments"
        case loginRefused = "login-refused"
        case connectionLost = "connection-lost"
        case noAnswer = "no-answer"
        case stillOff = "still-off"
        case stillOn = "still-on"
        case noState = "no-state"
        case noPartition = "no-partition"
        case noPassword = "no-password"
        case tooLittlePrivilege = "too-little-privilege"
        case noSuchMachine = "no-such-machine"
        /// It died of an exception: no exit status of the library's.
        case crashed
    }

    let status: Int32
    let cause: Cause
    /// The last that it said.
    let lastWords: String?

    init(status: Int32, output: String) {
        self.status = status
        let lines = Self.lines(output)
        lastWords = Self.lastWords(lines)
        let said = status == 1 ? Self.sentences.first { sentence in lines.contains { Self.says($0, sentence.0) } } : nil
        cause = said?.1 ?? (status == 1 && lines.contains(where: Self.isTraceback) ? .crashed : Self.cause(status))
    }

    /// Python ends with 1 where nobody catches an exception. Its first line may be cut off, a frame is not.
    private static func isTraceback(_ line: String) -> Bool {
        line.hasPrefix("Traceback (most recent call last)") || line.hasPrefix("  File \"")
    }

    private static func cause(_ status: Int32) -> Cause {
        let ofStatus = Cause.allCases.prefix { $0 != .crashed }
        return (1...Int32(ofStatus.count)).contains(status) ? ofStatus[Int(status) - 1] : .agentFailed
    }

    /// In the words of the library's fail(); the longer of two that begin alike first.
    private static let sentences: [(String, Cause)] = [
        ("Unable to connect/login to fencing device", .loginRefused), ("Connection lost", .connectionLost),
        ("Connection timed out", .noAnswer), ("Timed out waiting to power ON", .stillOff),
        ("Timed out waiting to power OFF", .stillOn), ("Unable to obtain correct plug status", .noState),
        ("incorrect HMC version used", .noPartition), ("You have to set login password", .noPassword),
        ("does not have the correct privileges", .tooLittlePrivilege), ("Can not find VM UUID", .noSuchMachine),
        ("Failed: Unrecognised action", .badArguments), ("Please use '-h' for usage", .badArguments),
    ]

    // MARK: What it said

    /// Whether the words stand somewhere in the text.
    static func says(_ text: String, _ words: String) -> Bool {
        let (bytes, wanted) = (Array(text.utf8), Array(words.utf8))
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }

    private static func lines(_ output: String) -> [String] {
        output.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .map { String(decoding: $0, as: UTF8.self) }.filter { !$0.allSatisfy(\.isWhitespace) }
    }

    /// A long line is left out, since to cut it could leave a part of a secret that nobody would find any more.
    private static func lastWords(_ lines: [String]) -> String? {
        let line = lines.last { !says($0, "Please use '-h' for usage") }
        return line.flatMap { $0.utf8.count <= lastWordsBytesMax ? $0 : nil }
    }

    private static let lastWordsBytesMax = 300

    // MARK: What that means

    func outcome(of request: RHCSRequest) -> AgentOutcome {
        let quoted = lastWords.map { ": \($0)" } ?? ""
        let text = "\(request.type) \(request.word) failed (exit status \(status)): \(explanation(request))\(quoted)"
        return AgentOutcome(code: code(request.action), text: text, cause: cause.rawValue)
    }

    /// When the connection was lost, an answer did not come, or the agent died of it, the command may have left
    /// (EC_TIMED_OUT of fencing.py says nothing of when): nobody knows what came of it.
    private func code(_ action: AgentAction) -> OperationCode {
        switch cause {
        case .agentFailed: action.changesPower ? .resetFail : .oops
        case .badArguments, .noPassword: .badConfig
        case .loginRefused, .tooLittlePrivilege: .access
        case .connectionLost, .noAnswer: action.changesPower ? .unknown : .timeout
        case .crashed: action.changesPower ? .unknown : .oops
        case .stillOff, .stillOn: .resetFail
        case .noState, .noPartition: action.changesPower ? .resetFail : .oops
        case .noSuchMachine: .badHost
        }
    }

    /// What ended an action midway.
    private func midway(_ what: String, _ advice: String, _ action: AgentAction) -> String {
        let known = action.changesPower ? ", and what came of the command is not known" : ""
        return what + known + ": " + advice
    }

    private func explanation(_ request: RHCSRequest) -> String {
        let type = request.type
        return switch cause {
        case .agentFailed: "it does not say why in its exit status"
        case .badArguments: "it does not take its parameters so: stonith -t \(type) -m explains them"
        case .loginRefused: "the device was not reached, or refused the login: check its address, user and password"
        case .connectionLost: "the device closed the connection midway, and what came of the command is not known"
        case .noAnswer:
            midway("the device did not answer in time", "check its address and the network to it", request.action)
        case .stillOff: "the node did not come on: look at its power supply"
        case .stillOn: "the command was sent, and the node is still on: press the button, or pull the plug"
        case .noState:
            "the device does not say whether the node is on: check its address, the login, and plug (pcmk_host_map)"
        case .noPartition:
            "the management console knows no such partition, or is of another version: check plug and hmc_version"
        case .noPassword: "it has no password: set password, password_script or identity_file"
        case .tooLittlePrivilege: "the user may not do this: give it the right on the device"
        case .crashed: midway("it died of an exception", "its last words say of which", request.action)
        case .noSuchMachine: "the device knows no machine of that name: check plug, port or pcmk_host_map"
        }
    }
}
