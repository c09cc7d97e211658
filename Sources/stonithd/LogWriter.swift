import Control
import Glibc
import Runtime

/// The process that writes what the daemon says. A frozen disk stops it, and not the daemon.
struct LogWriter {
    let options: DaemonOptions
    private var unread: [UInt8] = []

    /// The history's file is moved aside when it is longer than this.
    private static let historyBytesMax: Int = 16 * 1024 * 1024

    init(_ options: DaemonOptions) { self.options = options }

    /// So long it rests after a write, and what comes meanwhile is written together: a busy daemon says much at once.
    private static let restMilliseconds: Int32 = 5

    /// Until the daemon is gone. Signals that are meant for the daemon are none of its business, or the last lines
    /// would be lost.
    mutating func run() {
        for number in [SIGHUP, SIGTERM, SIGINT] { signal(number, SIG_IGN) }
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(STDIN_FILENO, &bytes, bytes.count)
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
        var texts: [LogPipe.Kind: [UInt8]] = [:]
        for line in unread[...end].split(separator: UInt8(ascii: "\n")) {
            guard let kind = line.first.flatMap(LogPipe.Kind.init(rawValue:)) else { continue }
            // With the line's end behind it.
            texts[kind, default: []] += unread[line.startIndex + 1...line.endIndex]
        }
        unread.removeFirst(end + 1)
        for kind in [LogPipe.Kind.history, .log, .readable] {
            guard let text = texts[kind], let path = path(kind) else { continue }
            append(text, to: path, isHistory: kind == .history)
            if options.isForeground, kind == .log { Self.writeAll(text, to: STDERR_FILENO) }
        }
    }

    private func path(_ kind: LogPipe.Kind) -> String? {
        switch kind {
        case .log: options.log
        case .readable: options.readableLog
        case .history: HistoryFile.path(in: options.state)
        }
    }

    private func append(_ text: [UInt8], to path: String, isHistory: Bool) {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0o640)
        guard file >= 0 else { return complain(path) }
        defer { close(file) }
        if !Self.writeAll(text, to: file) { complain(path) }
        guard isHistory else { return }
        fdatasync(file)
        if lseek(file, 0, SEEK_END) > Self.historyBytesMax { rename(path, path + ".1") }
    }

    private func complain(_ path: String) {
        let reason = strerror(errno).map { String(cString: $0) } ?? "\(errno)"
        Self.writeAll(Array("stonithd: \(path) cannot be written: \(reason)\n".utf8), to: STDERR_FILENO)
    }

    @discardableResult
    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }
}
