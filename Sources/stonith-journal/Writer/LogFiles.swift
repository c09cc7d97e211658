import CLinux
import Glibc
import Journal

/// Writes the logs, on a thread of its own: when their disk stands still, the journal's need not.
struct LogFiles {
    private let options: WriterOptions
    private let input: Int32
    private var unread: [UInt8] = []

    /// So long it rests after a write, and what comes meanwhile is written together: a busy daemon says much at once.
    private static let restMilliseconds: Int32 = 5

    /// - Parameter input: where the lines come from, the kind of each in front.
    init(_ options: WriterOptions, input: Int32) {
        self.options = options
        self.input = input
    }

    /// Until the input ends.
    mutating func run() {
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(input, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            unread += bytes.prefix(count)
            write()
            if count < bytes.count { poll(nil, 0, Self.restMilliseconds) }
        }
    }

    /// The whole lines that are there, each file opened once: whoever moves one away finds a new one in its place.
    private mutating func write() {
        guard let end = unread.lastIndex(of: UInt8(ascii: "\n")) else { return }
        var texts: [WriterLine.Kind: [UInt8]] = [:]
        for line in unread[...end].split(separator: UInt8(ascii: "\n")) {
            guard let kind = line.first.flatMap(WriterLine.Kind.init(rawValue:)) else { continue }
            if kind == .console {
                keepConsole(line.dropFirst())
                continue
            }
            // With the line's end behind it.
            texts[kind, default: []] += unread[line.startIndex + 1...line.endIndex]
        }
        unread.removeFirst(end + 1)
        for kind in [WriterLine.Kind.log, .readable] {
            guard let text = texts[kind], let path = path(kind) else { continue }
            append(text, to: path)
            if options.isForeground, kind == .log { Self.writeAll(text, to: STDERR_FILENO) }
        }
    }

    private func keepConsole(_ line: ArraySlice<UInt8>) {
        guard let folder = options.consoles, let (name, text) = WriterLine.console(line) else { return }
        do throws(JournalFailure) { try ConsoleTexts(folder).keep(text, name: name) } catch {
            Self.complain(error)
        }
    }

    private func path(_ kind: WriterLine.Kind) -> String? {
        switch kind {
        case .log: options.log
        case .readable: options.readableLog
        case .journal, .console: nil
        }
    }

    private func append(_ text: [UInt8], to path: String) {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0o640)
        guard file >= 0 else { return Self.complain("\(path) cannot be written", errno) }
        defer { close(file) }
        if !Self.writeAll(text, to: file) { Self.complain("\(path) cannot be written", errno) }
    }

    static func complain(_ what: String, _ number: Int32) {
        complain(JournalFailure(what, number))
    }

    private static func complain(_ failure: JournalFailure) {
        writeAll(Array("stonithd: \(failure.text)\n".utf8), to: STDERR_FILENO)
    }

    @discardableResult
    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        linux_write_all(file, bytes, bytes.count)
    }
}
