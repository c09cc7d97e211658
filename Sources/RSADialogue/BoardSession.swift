/// One connection to a board: the login, and then a command at a time. A value without I/O: bytes and moments in, bytes
/// to send and reports out. Moments are milliseconds of any one clock.
///
/// A prompt counts once the board has stopped behind it: what goes on was text. So it makes no difference how the bytes
/// are split on their way. An answer that is complete counts at once.
struct BoardSession: Equatable, Sendable {
    enum Report: Equatable, Sendable {
        case ready
        case answered(BoardAnswer)
        case failed(BoardFailure)
    }

    private enum Stage: Equatable {
        case login
        /// The user name was sent, so many times.
        case user(Int)
        /// The password was sent.
        case entering
        case idle
        case command(BoardCommand)
        case over
    }

    /// How long a board must have stopped behind a prompt that stands alone, and behind one with words around it.
    static let settleMilliseconds: (bare: Int64, inWords: Int64) = (20, 500)
    /// A board that says that it is busy, and then no more, asks for no login.
    static let busyMilliseconds: Int64 = 3000
    static let bytesMax = 256 * 1024
    private static let pagesMax = 50

    private let user: [UInt8]
    private let password: [UInt8]
    private let patience: Int64
    private var stage = Stage.login
    private var decoder = TelnetDecoder()
    private var text = BoardText()
    /// When it last said something, or was told something.
    private var heard: Int64
    /// Until when time has said what it had to say.
    private var looked = Int64.min
    private var hasSpoken = false
    private var bytes = 0
    private var pages = 0
    /// The prompt that it showed after the login.
    private var prompt: [UInt8] = []
    private var end: [UInt8] = [UInt8(ascii: "\r")]
    private var output: [UInt8] = []

    /// - Parameter patience: milliseconds without a word after which the board is given up.
    init(_ settings: Settings, patience: Int64, at now: Int64) {
        user = Array(settings.user.utf8)
        password = Array(settings.password.utf8)
        self.patience = patience
        heard = now
    }

    /// What is to be sent since the last call.
    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    var isIdle: Bool { stage == .idle }
    var isOver: Bool { stage == .over }
    /// From then on a login that fails may count against the user.
    private(set) var hasSentPassword = false

    mutating func tell(_ command: BoardCommand, at now: Int64) {
        precondition(stage == .idle, "a command is told at the prompt")
        type(Array(command.rawValue.utf8), .command(command), now)
    }

    /// The polite end: a board frees its line for the next session.
    mutating func leave() {
        guard stage == .idle else { return }
        output += Array("exit".utf8) + end
        stage = .over
    }

    private mutating func type(_ words: [UInt8], _ next: Stage, _ now: Int64) {
        output += words + end
        text.clear()
        stage = next
        heard = now
    }

    // MARK: What comes

    mutating func take(_ byte: UInt8, at now: Int64) -> Report? {
        bytes += 1
        guard bytes <= Self.bytesMax else { return fail(.tooMuch) }
        guard let letter = decoder.decode(byte, reply: &output) else { return nil }
        heard = now
        hasSpoken = true
        text.take(letter)
        guard case .command(let command) = stage, text.isOpen(prompt) else { return nil }
        return goodAnswer(to: command)
    }

    private var promptText: String { String(decoding: prompt, as: UTF8.self) }

    private mutating func goodAnswer(to command: BoardCommand) -> Report? {
        let answer = BoardAnswer(text.lines, to: command, prompt: promptText)
        guard answer.isGood else { return nil }
        stage = .idle
        return .answered(answer)
    }

    /// The board has closed the connection.
    mutating func close() -> Report? {
        let said = words
        defer { stage = .over }
        switch stage {
        case .login, .user: return fail(BoardFailure.Cause.saysBusy(said) ? .busy : .closed)
        case .entering:
            let isBusy = BoardFailure.Cause.saysBusy(said) && !BoardFailure.Cause.saysWrong(said)
            return isBusy ? fail(.busy) : fail(.wrongLogin, else: "it closed the connection after the password")
        case .command(let command): return goodAnswer(to: command) ?? fail(.closed)
        case .idle: return fail(.closed)
        case .over: return nil
        }
    }

    // MARK: What time tells

    /// When `look` may have something to say, unless the board speaks before.
    var wakeup: Int64 {
        let prompt = BoardPrompt(text.openLine).map { heard + Self.settle($0) }
        let answer = heard + Self.settleMilliseconds.inWords
        let busy = stage == .login ? heard + Self.busyMilliseconds : .max
        return [prompt ?? .max, isCommand && !text.isEmpty ? answer : .max, busy, heard + patience]
            .filter { $0 > looked }.min() ?? heard + patience
    }

    private var isCommand: Bool {
        if case .command = stage { true } else { false }
    }

    private static func settle(_ prompt: BoardPrompt) -> Int64 {
        prompt.isBare ? settleMilliseconds.bare : settleMilliseconds.inWords
    }

    mutating func look(at now: Int64) -> Report? {
        looked = now
        if let prompt = BoardPrompt(text.openLine), now - heard >= Self.settle(prompt) {
            if let report = answer(prompt.kind, now) { return report }
        }
        if case .command(let command) = stage, now - heard >= Self.settleMilliseconds.inWords,
            let report = goodAnswer(to: command)
        {
            return report
        }
        if stage == .login, now - heard >= Self.busyMilliseconds, BoardFailure.Cause.saysBusy(words) {
            return fail(.busy)
        }
        return now - heard >= patience ? stalled() : nil
    }

    private mutating func answer(_ kind: BoardPrompt.Kind, _ now: Int64) -> Report? {
        switch (stage, kind) {
        case (.login, .login): type(user, .user(1), now)
        case (.user(let times), .login): return askedAgain(times, now)
        case (.user, .password):
            hasSentPassword = true
            type(password, .entering, now)
        case (.entering, .command): return enter()
        case (.entering, .login), (.entering, .password): return fail(.wrongLogin)
        case (.command(let command), .command): return refusal(of: command)
        case (.command, .login), (.command, .password): return fail(.closed, else: "it asks for the login again")
        case (.login, .pager(let key)), (.entering, .pager(let key)), (.command, .pager(let key)):
            return turnPage(key, now)
        default: break
        }
        return nil
    }

    /// It may not have taken CR alone for the end of the user name: the second time gets CR LF.
    private mutating func askedAgain(_ times: Int, _ now: Int64) -> Report? {
        guard times == 1, !BoardFailure.Cause.saysWrong(text.lines) else {
            return fail(.wrongLogin, else: "it asks for the login again, and not for a password")
        }
        end = Array("\r\n".utf8)
        type(user, .user(2), now)
        return nil
    }

    private mutating func enter() -> Report {
        prompt = Array(text.openLine.utf8)
        stage = .idle
        return .ready
    }

    /// A prompt without an answer may be an old one: only an error is believed.
    private mutating func refusal(of command: BoardCommand) -> Report? {
        let answer = BoardAnswer(text.lines, to: command, prompt: promptText)
        guard case .refused(let failure) = answer else { return nil }
        stage = .idle
        return .answered(.refused(BoardFailure(failure.cause, spoken(text.lines))))
    }

    private mutating func turnPage(_ key: UInt8, _ now: Int64) -> Report? {
        pages += 1
        guard pages <= Self.pagesMax else { return fail(.tooMuch) }
        output.append(key)
        text.clearOpenLine()
        heard = now
        return nil
    }

    private mutating func stalled() -> Report {
        switch stage {
        case .login where !hasSpoken: fail(.saysNothing)
        case .login: fail(.noLoginPrompt)
        case .command(let command)
        where !BoardAnswer.words(text.lines, to: command, prompt: promptText).isEmpty:
            fail(.errorAnswer)
        default: fail(.noAnswer)
        }
    }

    // MARK: Failing

    private mutating func fail(_ cause: BoardFailure.Cause, else detail: String = "") -> Report {
        stage = .over
        let said = spoken(words)
        return .failed(BoardFailure(cause, said.isEmpty ? detail : said))
    }

    /// Its last words, the line that has no end among them.
    private var words: [String] {
        let open = text.openLine
        return open.isEmpty ? text.lines : text.lines + [open]
    }

    /// For a message: what repeats the password is not told.
    private func spoken(_ lines: [String]) -> String {
        let secret = String(decoding: password.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
        let told = lines.suffix(3).map { $0.mentions(secret) ? "…" : $0 }
        return told.isEmpty ? "" : "it said: \(told.joined(separator: " / "))"
    }
}
