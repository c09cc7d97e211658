/// What a board waits for, read from the line that it has not ended.
struct BoardPrompt: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case login
        case password
        case command
        /// A page is full: this byte shows the next.
        case pager(UInt8)
    }

    var kind: Kind
    /// Nothing else stands on its line. What has words around it may as well be text that goes on.
    var isBare: Bool

    /// A prompt is short; what is longer is text.
    private static let columnsMax = 80

    private static let logins = ["login", "login name", "username", "user name", "userid", "user id", "user"]
    private static let passwords = ["password", "passwd"]
    private static let keys = ["press any key", "hit any key", "--more--", "-- more --", "(more)", "press space"]
    private static let returns = ["press enter", "press <enter>", "press return", "hit enter", "hit return"]

    /// - Parameter line: without blanks around it. Nil when it is no prompt.
    init?(_ line: String) {
        let text = line.lowercased()
        guard !text.isEmpty, text.utf8.count <= Self.columnsMax else { return nil }
        if let prompt = Self.pager(text) ?? Self.question(text) ?? Self.command(text) {
            self = prompt
        } else {
            return nil
        }
    }

    private init(_ kind: Kind, isBare: Bool) {
        self.kind = kind
        self.isBare = isBare
    }

    private static func pager(_ text: String) -> BoardPrompt? {
        if returns.contains(where: text.mentions) { return BoardPrompt(.pager(UInt8(ascii: "\r")), isBare: false) }
        return keys.contains(where: text.mentions) ? BoardPrompt(.pager(UInt8(ascii: " ")), isBare: false) : nil
    }

    /// `login :` and `Password:`, and the same at the end of some words; but not `Last login:`.
    private static func question(_ text: String) -> BoardPrompt? {
        guard text.hasSuffix(":") else { return nil }
        var words = text.dropLast()
        while words.hasSuffix(" ") { words.removeLast() }
        for (kind, names) in [(Kind.password, passwords), (.login, logins)] {
            if names.contains(where: { words == $0 }) { return BoardPrompt(kind, isBare: true) }
            if names.contains(where: { words.hasSuffix(" " + $0) }), !words.hasPrefix("last ") {
                return BoardPrompt(kind, isBare: false)
            }
        }
        return nil
    }

    private static func command(_ text: String) -> BoardPrompt? {
        guard text.hasSuffix(">") else { return nil }
        return BoardPrompt(.command, isBare: !text.contains(" "))
    }
}

extension StringProtocol {
    /// Whether the words stand anywhere in it.
    func mentions(_ words: String) -> Bool { indices.contains { self[$0...].hasPrefix(words) } }
}
