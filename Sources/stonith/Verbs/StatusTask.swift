import Control

/// `stonith status`: the daemon, what it can fence, and what is open.
struct StatusTask: VerbTask {
    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) { try arguments.noOperand() }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        guard case .status(let status) = try session.ask(.status) else { throw .badAnswer("no status") }
        if !session.asJSON {
            session.terminal.answer(StatusPage(status, Ink(isOn: Terminal.answersAreColoured)).text(now: Moment.now()))
        }
        return ExitStatus.done.rawValue
    }
}
