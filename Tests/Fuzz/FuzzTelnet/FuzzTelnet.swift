import FuzzDriver
import RSADialogue

/// Whatever may come from a board's telnet port, in any split, and with any pauses.
///
/// The first byte is the task, the second how the bytes are split the second time. Of the rest, 0x00 is a pause (its
/// length in the byte behind it), 0x01 a closed connection, 0x02 a new one; all else is what the board says.
enum FuzzTelnet {
    private static let parameters = [
        "nodename": "pm01", "ip_address": "192.0.2.1", "username": "USERID", "password": "geheim",
        "reset_method": "cycle",
    ]

    private enum Step {
        case said([UInt8])
        case pause(Int64)
        case closed
        case connected
    }

    private static func steps(_ bytes: ArraySlice<UInt8>) -> [Step] {
        var steps: [Step] = [.connected]
        var said: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte <= 2 else {
                said.append(byte)
                continue
            }
            if !said.isEmpty { steps.append(.said(said)) }
            said = []
            switch byte {
            case 0: steps.append(.pause(Int64(rest.popFirst() ?? 0) * 100))
            case 1: steps.append(.closed)
            default: steps.append(.connected)
            }
        }
        return steps + [.said(said), .pause(60_000)]
    }

    /// A board that was played to the dialogue, and what came of it.
    struct Play {
        var dialogue: PowerDialogue
        var now: Int64 = 0
        var sent: [UInt8] = []
        var verdict: PowerDialogue.Verdict?
        /// The end of what the board said last.
        var shown: [UInt8] = []

        mutating func tell(_ event: PowerDialogue.Event) {
            for effect in dialogue.handle(event, at: now, isCancelled: false) {
                precondition(verdict == nil, "an effect after the verdict")
                switch effect {
                case .send(let bytes): check(bytes)
                case .finish(let verdict): self.verdict = verdict
                case .connect, .close, .cut, .progress: break
                }
            }
        }

        private mutating func check(_ bytes: [UInt8]) {
            sent += bytes
            precondition(sent.count < 1 << 20, "it never stops talking")
            guard String(decoding: bytes, as: UTF8.self).contains("geheim") else { return }
            // What a terminal would not show as it came is left to the decoder's own tests.
            guard !shown.contains(where: { [0x08, 0x1B, 0x7F, 0xFF].contains($0) }) else { return }
            let said = String(decoding: shown.filter { $0 >= 0x20 && $0 < 0x7F }, as: UTF8.self).lowercased()
            precondition(said.contains("passw"), "the password where nobody asked for it")
        }

        mutating func hear(_ bytes: [UInt8]) {
            shown = (shown + bytes).suffix(512)
            tell(.received(bytes))
        }

        mutating func pass(_ milliseconds: Int64) {
            let end = now + milliseconds
            var turns = 0
            while verdict == nil, dialogue.wakeup <= end {
                turns += 1
                precondition(turns < 100_000, "it is woken for nothing")
                now = max(now, dialogue.wakeup)
                tell(.time)
            }
            now = end
        }
    }

    static func play(_ task: PowerDialogue.Task, _ bytes: ArraySlice<UInt8>, chunk: Int) -> Play? {
        guard let settings = try? Settings(parameter: { parameters[$0] }) else { return nil }
        var play = Play(dialogue: PowerDialogue(task, settings, leavesOff: false, deadline: 40_000))
        play.tell(.begin)
        for step in steps(bytes) {
            switch step {
            case .said(let said):
                for start in stride(from: 0, to: said.count, by: chunk) {
                    play.hear(Array(said[start..<min(start + chunk, said.count)]))
                }
            case .pause(let span): play.pass(span)
            case .closed: play.tell(.closed)
            case .connected: play.tell(.connected)
            }
        }
        return play
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard input.count > 2 else { return 0 }
    let task: PowerDialogue.Task = [.reset, .off, .on, .status][Int(input[0]) % 4]
    let whole = FuzzTelnet.play(task, input[2...], chunk: input.count)
    let split = FuzzTelnet.play(task, input[2...], chunk: Int(input[1]) % 16 + 1)
    guard let whole, let split else { preconditionFailure("the parameters are good") }
    precondition(whole.sent == split.sent, "how it is split changes what is sent")
    precondition(whole.verdict == split.verdict, "how it is split changes the verdict")
    precondition(whole.verdict != nil, "no verdict at the deadline")
    let sent = String(decoding: whole.sent, as: UTF8.self)
    precondition(sent.contains("power ") || task == .status || !isSuccess(whole.verdict), "success without a question")
    precondition(task != .status || !["power o", "power c"].contains { sent.contains($0) }, "a status that switches")
    return 0
}

private func isSuccess(_ verdict: PowerDialogue.Verdict?) -> Bool {
    if case .success? = verdict { true } else { false }
}

@c(FuzzTelnet_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
