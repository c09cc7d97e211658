import StonithClient
import Synchronization
import TestRig

/// What a daemon says, for tests.
enum Scripts {
    static let level =
        #"{"event":"level","id":"r1","node":"pm01","time":1,"left_ms":5000,"level":1,"levels":3,"devices":["a","b"]}"#

    static func greet(_ peer: ScriptedServer.Peer) {
        _ = peer.readLine()
        peer.sendLine(
            #"{"hello":"stonithd","version":1,"node":"pm02","release":"0.2.0","pid":735,"rights":"act"}"#)
    }

    /// Answers one fence as successful, whatever its id and node.
    @Sendable static func fence(_ peer: ScriptedServer.Peer) {
        greet(peer)
        guard let line = peer.readLine(), let request = try? ControlRequest(decoding: ArraySlice(line.utf8)),
            case .fence(let order) = request.verb, let executor = NodeName("pm02")
        else { return }
        var record = FencingRecord(
            request: FencingRequest(
                id: order.id, target: order.node, action: order.action ?? .reset, minimumEvidence: .silent,
                deadline: order.notAfter ?? .now(), reason: order.reason),
            executor: executor, arrivedUnixMilliseconds: 1)
        send(.accepted(action: .reset, client: "", reason: order.reason), order, peer)
        send(.level(1, of: 3, devices: ["a", "b"]), order, peer)
        record.verdict = FencingVerdict(.fenced, evidence: .readBack, text: "Its power is off.")
        send(.done(record), order, peer)
    }

    private static func send(_ body: FencingEvent.Body, _ order: FenceOrder, _ peer: ScriptedServer.Peer) {
        let event = FencingEvent(id: order.id, node: order.node, unixMilliseconds: 1, leftMilliseconds: 5000, body)
        peer.send(String(decoding: DaemonMessage.event(event).encoded(), as: UTF8.self))
    }

    @Sendable static func answerAll(_ peer: ScriptedServer.Peer) {
        greet(peer)
        guard let line = peer.readLine(), let request = try? ControlRequest(decoding: ArraySlice(line.utf8)) else {
            return
        }
        if let body = reply(to: request.verb) {
            peer.send(String(decoding: DaemonMessage.reply(ControlReply(body)).encoded(), as: UTF8.self))
        }
    }

    private static func reply(to verb: ControlRequest.Verb) -> ControlReply.Body? {
        guard let node = NodeName("pm02"), let id = RequestID("r1") else { return nil }
        switch verb {
        case .fence: return nil
        case .cancel: return .cancel
        case .inspect(let node): return .inspect(Inspection(node: node, isWaiting: true, life: ["its power is on"]))
        case .confirm: return .confirm([id])
        case .release: return .release
        case .status: return .status(DaemonStatus(node: node, sinceUnixMilliseconds: 1, release: "0.2.0"))
        case .devices: return .devices([])
        case .history: return .history([])
        case .monitor(let device):
            return .monitor(
                MonitorReport(device: device, type: "null", outcome: AgentOutcome(code: .access), milliseconds: 3))
        case .console(let id): return .console(ConsoleReport(id: id, text: "Kernel panic\n"))
        case .watch: return .watch
        }
    }
}

/// Names in the order they came, from any thread.
final class Seen: Sendable {
    private let held = Mutex<[String]>([])

    var names: [String] { held.withLock { $0 } }

    func add(_ name: String) { held.withLock { $0.append(name) } }

    @Sendable func add(_ progress: FenceCall.Progress) {
        if case .event(let event) = progress { add(event.body.name) }
    }
}
