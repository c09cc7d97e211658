import ClusterModel
import Control
import Runtime

/// What the policy lets a client do.
extension FencingDaemon {
    func mayAsk(_ verb: ControlRequest.Verb, _ peer: PeerCredentials) -> Bool {
        let rights = rights(of: peer)
        if rights.contains(verb.right) { return true }
        guard case .cancel(let id) = verb, rights.contains(.fence) else { return false }
        return core.record(of: id)?.request.peer?.uid == peer.uid
    }
}
