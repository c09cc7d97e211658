import ClusterModel
import Control
import TestRig

/// What a daemon says, for scripts of tests.
enum ScriptedDaemon {
    static let hello = #"{"hello":"stonithd","version":1,"node":"pm02","release":"0.2.0","pid":735,"rights":"act"}"#

    static func greet(_ peer: ScriptedServer.Peer) {
        _ = peer.readLine()
        peer.sendLine(hello)
    }

    static func send(_ message: DaemonMessage, to peer: ScriptedServer.Peer) {
        peer.send(String(decoding: message.encoded(), as: UTF8.self))
    }

    static func send(_ body: FencingEvent.Body, left: Int64 = 5000, to peer: ScriptedServer.Peer) {
        let event = FencingEvent(
            id: Samples.id("r1"), node: Samples.node("pm01"), unixMilliseconds: 1, leftMilliseconds: left,
            notAfter: .soon(left), body)
        send(.event(event), to: peer)
    }

    static let accepted = FencingEvent.Body.accepted(action: .reset, client: "test", reason: "")
}

extension Instant {
    static func soon(_ milliseconds: Int64 = 10_000) -> Instant { .now().adding(milliseconds: milliseconds) }
}
