import CStonithPlugin
import Glibc
import PluginKit
import RSADialogue

/// Carries a dialogue out: what it wants done is done, what happens it is told.
struct DialogueRun: ~Copyable {
    private var dialogue: PowerDialogue
    private let endpoint: Endpoint
    private let call: PluginCall
    private var socket: BoardSocket?
    private var verdict: PowerDialogue.Verdict?

    /// A cancellation is looked for this often at least.
    private static let waitMilliseconds: Int64 = 200

    init(_ dialogue: PowerDialogue, _ endpoint: Endpoint, _ call: PluginCall) {
        self.dialogue = dialogue
        self.endpoint = endpoint
        self.call = call
    }

    mutating func run() -> PowerDialogue.Verdict {
        tell(.begin)
        while true {
            if let verdict { return verdict }
            tell(wait())
        }
    }

    private mutating func wait() -> PowerDialogue.Event {
        let span = max(0, min(dialogue.wakeup - Deadline.now, Self.waitMilliseconds))
        guard socket != nil else {
            poll(nil, 0, Int32(span))
            return .time
        }
        switch socket?.wait(milliseconds: span) {
        case .connected?: return .connected
        case .bytes(let bytes)?: return .received(bytes)
        // A socket at its end is always ready: it would be looked at without a pause.
        case .closed?:
            socket = nil
            return .closed
        case .failed(let failure)?:
            socket = nil
            return .notConnected(failure)
        case .nothing?, nil: return .time
        }
    }

    private mutating func tell(_ event: PowerDialogue.Event) {
        for effect in dialogue.handle(event, at: Deadline.now, isCancelled: call.isCancelled) { carryOut(effect) }
    }

    private mutating func carryOut(_ effect: PowerDialogue.Effect) {
        switch effect {
        case .connect:
            do throws(BoardFailure) { socket = try BoardSocket(endpoint) } catch { tell(.notConnected(error)) }
        case .send(let bytes): socket?.send(bytes)
        case .close:
            socket?.letThrough()
            socket = nil
        case .cut: socket = nil
        case .progress(let text): call.say(STONITH_SAY_PROGRESS, text)
        case .finish(let verdict): self.verdict = verdict
        }
    }
}
