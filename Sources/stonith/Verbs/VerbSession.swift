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

    func connect(_ interruption: Interruption? = nil) throws(DaemonError) -> DaemonConnection {
        let moment = Instant.now().adding(milliseconds: Self.connectMilliseconds)
        return try DaemonConnection(path: path, client: client, until: moment, interruption: interruption)
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
        if case .noDaemon = error { terminal.message(.info, Self.start) }
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

    /// The daemon's own errors say themselves what to do next.
    private static let start =
        "start it as root: stonithd (stonithd --check looks at its configuration); another socket: --socket PATH"
}
