/// What the lines between a command and the next prompt mean.
enum BoardAnswer: Equatable, Sendable {
    /// Nothing that belongs to the command has come: an empty prompt, its echo, or late words of something else.
    case nothing
    case done
    case power(isOn: Bool)
    case refused(BoardFailure)

    /// - Parameter prompt: the one that the board shows; late words may stand behind it.
    init(_ lines: [String], to command: BoardCommand, prompt: String) {
        let own = Self.words(lines, to: command, prompt: prompt)
        switch command {
        case .state: self = Self.state(own)
        case .off, .on, .cycle: self = own.contains(where: Self.isOK) ? .done : Self.refusal(own)
        }
    }

    /// Whether it is the answer that was hoped for: it needs no more waiting to be believed.
    var isGood: Bool {
        switch self {
        case .done, .power: true
        case .nothing, .refused: false
        }
    }

    /// What stands before the echo came late, and belongs to something else.
    private static func withoutEcho(_ lines: [String], _ command: BoardCommand) -> [String] {
        guard let echo = lines.lastIndex(where: { isEcho($0, command.rawValue) }) else { return lines }
        return Array(lines[(echo + 1)...])
    }

    /// What of the lines may be an answer.
    static func words(_ lines: [String], to command: BoardCommand, prompt: String) -> [String] {
        withoutEcho(lines, command).map { without(prompt, $0) }.filter { !$0.isEmpty }
    }

    private static func without(_ prompt: String, _ line: String) -> String {
        var rest = line[...]
        while !prompt.isEmpty, rest.hasPrefix(prompt) { rest = rest.dropFirst(prompt.count).drop { $0 == " " } }
        return String(rest)
    }

    /// The command, alone or behind a prompt.
    private static func isEcho(_ line: String, _ command: String) -> Bool {
        guard line.hasSuffix(command) else { return false }
        let before = line.dropLast(command.count)
        return before.allSatisfy { $0 == " " } || before.last { $0 != " " } == ">"
    }

    private static func isOK(_ line: String) -> Bool { ["ok", "ok."].contains(line.lowercased()) }

    private static func state(_ lines: [String]) -> BoardAnswer {
        guard let line = lines.last(where: { $0.lowercased().hasPrefix("power:") }) else { return refusal(lines) }
        switch line.lowercased().dropFirst("power:".count).drop(while: { $0 == " " }) {
        case "on": return .power(isOn: true)
        case "off": return .power(isOn: false)
        default: return .refused(BoardFailure(.noState, line))
        }
    }

    private static func refusal(_ lines: [String]) -> BoardAnswer {
        guard let cause = BoardFailure.Cause(refusal: lines) else { return .nothing }
        return .refused(BoardFailure(cause, lines.joined(separator: " / ")))
    }
}
