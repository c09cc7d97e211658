import Control
import Glibc

/// `stonith watch`: every event of every request, a line each, until it is ended.
struct WatchTask: VerbTask {
    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) { try arguments.noOperand() }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        do throws(DaemonError) { return try watch(session) } catch .interrupted {
            // Its reader is gone.
            return ExitStatus.done.rawValue
        } catch { throw error }
    }

    private func watch(_ session: VerbSession) throws(DaemonError) -> Int32 {
        let connection = try session.connect(Interruption(output: STDOUT_FILENO))
        try connection.send(ControlRequest(.watch), until: .now().adding(milliseconds: VerbSession.answerMilliseconds))
        while let message = try connection.nextMessage() {
            switch message {
            case .reply:
                if !session.asJSON { session.terminal.message(.info, "watching \(connection.hello.node)'s stonithd") }
            case .event(let event):
                guard show(event, session) else { return ExitStatus.done.rawValue }
            case .error(let error): throw .refused(error)
            case .hello: throw .badAnswer("a second hello")
            }
        }
        throw .lost(path: session.path)
    }

    /// False once nobody reads it any more.
    private func show(_ event: FencingEvent, _ session: VerbSession) -> Bool {
        if session.asJSON { return session.show(.event(event)) }
        let lines = FencingLines.lines(of: event).map { Terminal.plain("\(Self.stamp(event)) \($0)") + "\n" }
        return session.terminal.answer(lines.joined())
    }

    private static func stamp(_ event: FencingEvent) -> String {
        "\(Moment(unixMilliseconds: event.unixMilliseconds).text) \(event.node) \(event.id)"
    }
}
