import Glibc

/// The terminal at standard input, while each key goes to the node.
final class RawTerminal {
    private let before: termios
    private var isRaw = false

    /// Nil where there is none.
    init?() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        before = settings
    }

    deinit { leave() }

    func enter() {
        var raw = before
        cfmakeraw(&raw)
        isRaw = tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0
    }

    func leave() {
        guard isRaw else { return }
        isRaw = false
        var settings = before
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    }
}
