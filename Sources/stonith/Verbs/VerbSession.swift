import ClusterModel
import Control

/// What the verbs share: where the daemon is, and how answers are shown.
struct VerbSession {
    let verb: Verb
    let terminal: Terminal
    let asJSON: Bool
    let path: String

    /// How the daemon's log calls this program.
    var client: String { "stonith \(verb.rawValue)" }

    private static let connectMilliseconds: Int64 = 5000
    static let answerMilliseconds: Int64 = 15_000

    func connect() throws(DaemonError) -> DaemonConnection {
        let moment = Instant.now().adding(milliseconds: Self.connectMilliseconds)
        return try DaemonConnection(path: path, client: client, until: moment)
    }

    /// One request and its one reply, on a connection of its own. With `--json` the reply is shown as it came.
    func ask(
        _ request: ControlRequest.Verb, withinMilliseconds span: Int64 = answerMilliseconds
    ) throws(DaemonError) -> ControlReply.Body {
        let body = try connect().ask(request, until: Instant.now().adding(milliseconds: span))
        if asJSON, request.name == verb.rawValue { show(.reply(ControlReply(body))) }
        return body
    }

    /// As JSON, on one line. False once nobody reads it any more.
    @discardableResult
    func show(_ message: DaemonMessage) -> Bool { terminal.answer(String(decoding: message.encoded(), as: UTF8.self)) }

    // MARK: Errors

    /// Says why the daemon did not do it, and answers the exit status.
    func fail(_ error: DaemonError) -> Int32 {
        if asJSON { show(.error(Self.message(error).answering(verb: verb.rawValue, tag: nil))) }
        terminal.message(.error, error.text)
        for line in advice(error) { terminal.message(.info, line) }
        return ExitStatus(error).rawValue
    }

    private static func message(_ error: DaemonError) -> ControlError {
        switch error {
        case .refused(let error): error
        case .noDaemon, .interrupted: ControlError(.init(rawValue: "no-daemon"), error.text)
        case .lost: ControlError(.init(rawValue: "lost"), error.text)
        case .refusedVersion: ControlError(.version, error.text)
        case .badAnswer: ControlError(.init(rawValue: "bad-answer"), error.text)
        case .noAnswer: ControlError(.init(rawValue: "no-answer"), error.text)
        }
    }

    /// What to do next, where the error's own words do not say it.
    private func advice(_ error: DaemonError) -> [String] {
        switch error {
        case .noDaemon:
            ["start it: systemctl start stonithd, or: stonithd --config FILE; another socket: --socket PATH"]
        case .refused(let error) where error.code == .notAllowed:
            ["run it as root or as a member of the group haclient"]
        case .refused(let error) where error.code == .noSuchNode || error.code == .noSuchDevice:
            ["stonith devices lists the devices and the nodes that they control"]
        case .refused(let error) where error.code == .noSuchRequest:
            ["stonith status shows the open requests, and stonith history those that are over"]
        default: []
        }
    }
}
