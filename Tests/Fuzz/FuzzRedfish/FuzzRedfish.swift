import CStonithPlugin
import FuzzDriver
import RedfishCore

/// Whatever a service answers: an action ends, claims nothing that was not read, and says nothing that it should not.
///
/// The first line's first byte says what is asked and how. Each line after it is an event: `L` lost after it was sent,
/// `R` lost before, `C` a connection that ended, `T` no time left, `X` cancelled, or `STATUS|LOCATION|TOKEN|BODY`.
struct FuzzRedfish {
    private static let password = "9f-password-of-nobody"
    private static let values = [
        "hostname": "node", "ipaddr": "127.0.0.1", "userid": "user", "passwd": password,
    ]
    private static let tasks: [Dialogue.Task] = [.reset, .off, .on, .status, .identify]
    private static let methods = ["reset", "cycle", "onoff"]

    private var lines: ArraySlice<ArraySlice<UInt8>>
    private let task: Dialogue.Task
    private var sawOff = false
    private var sawOn = false
    private var tokens: [String] = []
    private var restarts = 0
    private var commands = 0
    private var asks = 0
    private var dialogue: Dialogue

    init?(_ input: [UInt8]) {
        let lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let choice = lines.first?.first else { return nil }
        self.lines = lines.dropFirst()
        task = Self.tasks[Int(choice) % 5]
        let more = [
            "reset_method": Self.methods[Int(choice) / 5 % 3],
            "login_method": choice & 0x80 == 0 ? "session" : "basic",
        ]
        guard
            let settings = try? Settings(parameter: { more[$0] ?? Self.values[$0] }, environment: { _ in nil })
        else { return nil }
        let remembered = choice & 0x40 == 0 ? [:] : ["system_uri": "/redfish/v1/Systems/1"]
        dialogue = Dialogue(
            task, leavesOff: choice & 0x20 != 0, settings, password: Self.password,
            remembered: Facts { remembered[$0] })
    }

    mutating func run() {
        var step = dialogue.begin()
        while true {
            switch step {
            case .end(let ending): return check(ending)
            case .pause(let milliseconds):
                precondition((1...5000).contains(milliseconds), "a pause that is none, or too long")
                step = dialogue.take(lines.isEmpty ? .timeIsUp : .paused)
            case .ask(let ask): step = dialogue.take(answer(ask))
            }
        }
    }

    private mutating func answer(_ ask: Ask) -> Dialogue.Event {
        asks += 1
        precondition(asks < 100_000, "an action without an end")
        check(ask)
        guard let line = lines.popFirst() else { return .timeIsUp }
        let event = event(line)
        if ask.kind == .logout { return event }
        if case .cancelled = event, !dialogue.mayBeCancelled { return .timeIsUp }
        if event == .timeIsUp || event == .cancelled { return event }
        if ask.kind == .command { count(ask, event) }
        return event
    }

    private mutating func count(_ ask: Ask, _ event: Dialogue.Event) {
        commands += 1
        precondition(task != .status && task != .identify, "a question that switches power")
        guard Self.has("ForceRestart", ask.body) || Self.has("PowerCycle", ask.body) else { return }
        if Self.mayBeCarriedOut(event) { restarts += 1 }
        precondition(restarts <= 1, "a reset sent twice")
    }

    /// Not what never left, and not what a service refused for its session (401): that one logs in and asks again.
    private static func mayBeCarriedOut(_ event: Dialogue.Event) -> Bool {
        switch event {
        case .lost(let lost): lost.wasSent
        case .answer(let answer): answer.status != 401
        default: true
        }
    }

    private func check(_ ask: Ask) {
        precondition(ask.path.text.hasPrefix("/") && !ask.path.text.hasPrefix("//"), "a path that leads elsewhere")
        precondition(ask.path.text.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "a path that breaks the request")
        for header in ask.headers {
            precondition(
                header.value.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "a header that breaks the request")
        }
    }

    // MARK: Events

    private mutating func event(_ line: ArraySlice<UInt8>) -> Dialogue.Event {
        switch line.first {
        case UInt8(ascii: "L"): return Self.lost(wasSent: true, again: false)
        case UInt8(ascii: "R"): return Self.lost(wasSent: false, again: false)
        case UInt8(ascii: "C"): return Self.lost(wasSent: true, again: true)
        case UInt8(ascii: "T"), nil: return .timeIsUp
        case UInt8(ascii: "X"): return .cancelled
        default: return answer(line)
        }
    }

    private static func lost(wasSent: Bool, again: Bool) -> Dialogue.Event {
        .lost(
            Lost(Failure(STONITH_S_TIMEOUT, "silent", "no answer"), wasSent: wasSent, isWorthAnotherTry: again))
    }

    private mutating func answer(_ line: ArraySlice<UInt8>) -> Dialogue.Event {
        let parts = line.split(separator: UInt8(ascii: "|"), maxSplits: 3, omittingEmptySubsequences: false)
        let texts = parts.map { String(decoding: $0, as: UTF8.self) }
        let body = parts.count > 3 ? Array(parts[3]) : []
        sawOff = sawOff || Self.has("Off", body)
        sawOn = sawOn || Self.has("On", body)
        let token = texts.count > 2 && !texts[2].isEmpty ? texts[2] : nil
        // Any other may be a word of the texts.
        if let token, token.hasPrefix("0123456789abcdef") { tokens.append(token) }
        return .answer(
            Answer(
                status: Int(texts[0]) ?? 200, location: texts.count > 1 ? texts[1] : nil, token: token, body: body))
    }

    private static func has(_ word: String, _ bytes: [UInt8]) -> Bool {
        let word = Array(word.utf8)
        guard bytes.count >= word.count else { return false }
        // An escape can spell it too.
        if bytes.contains(UInt8(ascii: "\\")) { return true }
        return (0...bytes.count - word.count).contains { bytes[$0...].starts(with: word) }
    }

    // MARK: The end

    private func check(_ ending: Dialogue.Ending) {
        switch ending.outcome {
        case .success(let success):
            check(success)
            checkTexts([success.text, success.identity ?? ""] + success.hints + ending.warnings)
        case .failure(let failure):
            precondition(failure.code != STONITH_S_OK, "a failure that is none")
            checkTexts([failure.text] + ending.warnings)
        }
    }

    private func check(_ success: Dialogue.Success) {
        switch task {
        case .off: precondition(sawOff && success.evidence == STONITH_EVIDENCE_READ_BACK, "off without evidence")
        case .on: precondition(sawOn && success.evidence == STONITH_EVIDENCE_READ_BACK, "on without evidence")
        case .reset where success.evidence == STONITH_EVIDENCE_ACCEPTED:
            precondition(commands > 0, "nothing was accepted")
        case .reset: precondition(sawOff && success.evidence == STONITH_EVIDENCE_READ_BACK, "a reset without evidence")
        case .status, .identify: precondition(success.evidence == STONITH_EVIDENCE_NONE, "evidence of nothing")
        }
    }

    private func checkTexts(_ texts: [String]) {
        for text in texts {
            precondition(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "a control character")
            precondition(text.utf8.count < 30_000, "a text without an end")
            let bytes = Array(text.utf8).filter { $0 != UInt8(ascii: "\\") }
            for secret in tokens.suffix(1) + [Self.password] {
                precondition(!Self.has(secret, bytes), "a secret shown")
            }
        }
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var run = FuzzRedfish(Array(UnsafeBufferPointer(start: bytes, count: count)))
    run?.run()
    return 0
}

@c(FuzzRedfish_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
