@testable import RSADialogue

/// A board that a test speaks for, at a dialogue's other end, and a clock that the test turns.
struct ScriptedBoard {
    var dialogue: PowerDialogue
    var now: Int64 = 0
    var effects: [PowerDialogue.Effect] = []
    var isCancelled = false
    /// How what the board says is split: so many bytes at once.
    var chunk = Int.max

    static let parameters = [
        "nodename": "pm01", "ip_address": "192.0.2.1", "username": "USERID", "password": "PASSW0RD",
    ]

    init(
        _ task: PowerDialogue.Task, _ more: [String: String] = [:], leavesOff: Bool = false, seconds: Int64 = 60
    ) throws {
        let parameters = Self.parameters.merging(more) { $1 }
        let settings = try Settings(parameter: { parameters[$0] })
        dialogue = PowerDialogue(task, settings, leavesOff: leavesOff, deadline: seconds * 1000)
        tell(.begin)
    }

    mutating func tell(_ event: PowerDialogue.Event) {
        effects += dialogue.handle(event, at: now, isCancelled: isCancelled)
    }

    /// The board says this, and then nothing until the dialogue has looked at it.
    mutating func say(_ text: String) {
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(chunk, bytes.count)) {
            tell(.received(Array(bytes[start..<min(start + min(chunk, bytes.count), bytes.count)])))
        }
        pass(30)
    }

    /// Time passes; the dialogue is woken as it wants.
    mutating func pass(_ milliseconds: Int64) {
        let end = now + milliseconds
        while verdict == nil, dialogue.wakeup <= end {
            now = max(now, dialogue.wakeup)
            tell(.time)
        }
        now = end
    }

    mutating func logIn() {
        tell(.connected)
        say("\r\nlogin : ")
        say("USERID\r\n\r\nPassword: ")
        say("\r\n\r\nsystem> ")
    }

    mutating func answer(_ text: String) { say("\(text)\r\n\r\nsystem> ") }

    var verdict: PowerDialogue.Verdict? {
        for case .finish(let verdict) in effects { return verdict }
        return nil
    }

    var failure: BoardFailure? {
        if case .failure(let failure)? = verdict { failure } else { nil }
    }

    var success: Success? {
        if case .success(let success)? = verdict { success } else { nil }
    }

    /// What was sent since the last call.
    mutating func takeSent() -> String {
        let sent = sentBytes
        effects.removeAll { if case .send = $0 { true } else { false } }
        return String(decoding: sent, as: UTF8.self)
    }

    var sentBytes: [UInt8] {
        effects.flatMap { effect -> [UInt8] in
            if case .send(let bytes) = effect { bytes } else { [] }
        }
    }

    var connections: Int { effects.count { $0 == .connect } }
}
