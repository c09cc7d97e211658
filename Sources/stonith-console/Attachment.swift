import CLinux
import ConsoleCore
import Glibc

/// A console with a person or a pipe at this end. A terminal gets what the node sends as it is, a pipe gets plain text.
struct Attachment {
    private enum Ending {
        case bySelf
        case byNode(SOLError)
    }

    private let wish: ConsoleWish
    private let node: String
    private let signals: Int32
    private let terminal: RawTerminal?
    private let isPlain = isatty(STDOUT_FILENO) == 0

    private static let help = """
        \r
         ~.  ends the console\r
         ~B  sends a break (the magic SysRq key of a serial line)\r
         ~~  sends ~\r
         ~?  this text; each at the beginning of a line\r

        """

    /// Those that end it are read with the rest, so that the terminal is put right. Before any thread begins. Nil where
    /// no descriptor is left.
    static func takeSignals() -> Int32? {
        let descriptor = linux_signalfd([SIGTERM, SIGHUP, SIGINT, SIGQUIT], 4)
        return descriptor >= 0 ? descriptor : nil
    }

    init(_ wish: ConsoleWish, node: String, signals: Int32) {
        self.wish = wish
        self.node = node
        self.signals = signals
        terminal = RawTerminal()
    }

    func run() throws(SOLError) -> Int32 {
        let session: SOLSession
        switch SOLOpening(wish: wish, interruption: signals).run() {
        case .interrupted: return ConsoleProgram.done
        case .failed(let error): throw error
        case .open(let opened): session = opened
        }
        if terminal != nil {
            say("console of \(node) (\(wish.place)); ~. at the beginning of a line ends it, ~? helps")
        }
        terminal?.enter()
        let ending = exchange(session)
        terminal?.leave()
        if case .byNode(let error) = ending { throw error }
        if terminal != nil { say("console of \(node): ended") }
        return ConsoleProgram.done
    }

    private func say(_ text: String) { ConsoleProgram.complain(text) }

    // MARK: Both ways

    private func exchange(_ session: SOLSession) -> Ending {
        var (keys, filter) = (EscapeKeys(), ConsoleFilter())
        var entries = [session.descriptor, signals, STDIN_FILENO].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            guard poll(&entries, 3, -1) > 0 else { continue }
            if entries[1].revents != 0 { return .bySelf }
            if entries[0].revents != 0 {
                let count = read(session.descriptor, &bytes, bytes.count)
                if count == 0 || count < 0 && errno != EINTR && errno != EAGAIN { return .byNode(session.failure) }
                let shown = Array(bytes.prefix(max(0, count)))
                guard Output.write(isPlain ? filter.feed(shown) : shown, to: STDOUT_FILENO) else { return .bySelf }
            }
            if entries[2].revents != 0 {
                let count = read(STDIN_FILENO, &bytes, bytes.count)
                // Nothing more is to be said to the node; what it says is still listened to.
                if count == 0 || count < 0 && errno != EINTR && errno != EAGAIN { entries[2].fd = -1 }
                if send(Array(bytes.prefix(max(0, count))), &keys, session) { return .bySelf }
            }
        }
    }

    /// True when this end wants no more.
    private func send(_ bytes: [UInt8], _ keys: inout EscapeKeys, _ session: SOLSession) -> Bool {
        guard terminal != nil else { return !Output.write(bytes, to: session.descriptor) }
        for step in keys.type(bytes) {
            switch step {
            case .send(let bytes): Output.write(bytes, to: session.descriptor)
            case .sendBreak: session.sendBreak()
            case .showHelp: Output.write(Array(Self.help.utf8), to: STDOUT_FILENO)
            case .end: return true
            }
        }
        return false
    }
}
