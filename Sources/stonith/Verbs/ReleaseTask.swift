import ClusterModel
import Control

/// `stonith release`: lifts the hold of a node, or of all.
struct ReleaseTask: VerbTask {
    let node: NodeName?

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) { node = try arguments.optionalNode() }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        _ = try session.ask(.release(node))
        let what = node.map { "\($0) may" } ?? "all nodes may"
        if !session.asJSON {
            session.terminal.answer("\(what) be fenced again; what was held has to be asked for again\n")
        }
        return ExitStatus.done.rawValue
    }
}
