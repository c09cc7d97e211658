/// The first word of a shell command, as far as it can be judged without a shell.
public enum CommandWord: Equatable, Sendable {
    /// A name to be found on PATH.
    case name(String)
    case path(String)
    /// Only the shell can tell what runs: it has backticks, variables, quotes, or is a word of the shell's own.
    case shells

    /// Nil when there is no word at all.
    public init?(of command: String) {
        guard let word = command.split(whereSeparator: \.isWhitespace).first else { return nil }
        if Self.words.contains(word) || word.contains(where: Self.signs.contains) {
            self = .shells
        } else {
            self = word.contains("/") ? .path(String(word)) : .name(String(word))
        }
    }

    private static let signs: Set<Character> = Set("`$\"'\\(){}[]*?~;&|<>=#!")

    /// What the shell does itself (POSIX, Shell Command Language 2.4, 2.14 and 1.7).
    private static let words: Set<Substring> = [
        ".", ":", "alias", "break", "case", "cd", "command", "continue", "eval", "exec", "exit", "export", "false",
        "for", "hash", "if", "read", "readonly", "return", "set", "shift", "test", "times", "trap", "true", "type",
        "ulimit", "umask", "unset", "until", "wait", "while",
    ]
}
