import ClusterModel
import Control

/// `stonith unfence`: lets a node in again to storage and network, or powers it on. Without a name it is the node that
/// the daemon runs on.
struct UnfenceTask: VerbTask {
    let node: NodeName?
    private let wish: FenceTask.Wish

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
        node = try arguments.optionalNode()
        wish = try FenceTask.Wish(arguments)
    }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        let own = node == nil ? try session.connect().hello.node : nil
        guard let node = node ?? own else { throw .badAnswer("no name of a node") }
        return try FenceTask(wish, node, .on).perform(session)
    }
}
