import ClusterModel
import Control

/// `stonith cancel`: takes a request back.
struct CancelTask: VerbTask {
    let id: RequestID

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
        id = try VerbArguments.requestID(try arguments.operand("id of a request"))
    }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        _ = try session.ask(.cancel(id))
        if !session.asJSON { session.terminal.answer("\(id) is cancelled; stonith history shows how it ended\n") }
        return ExitStatus.done.rawValue
    }
}
