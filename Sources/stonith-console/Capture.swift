import ConsoleCore
import Glibc

/// Keeps the last of what a console sends, until standard input ends: whoever wanted it is gone then.
struct Capture {
    private let wish: ConsoleWish
    private let ring: RingFile
    private var pause = RetryPause()
    private var said: CaptureReport?
    /// When something last came, in milliseconds of CLOCK_MONOTONIC.
    private var heard: Int64 = 0

    private static let quietMilliseconds: Int64 = 60_000

    init(_ wish: ConsoleWish, _ ring: RingFile) {
        self.wish = wish
        self.ring = ring
    }

    mutating func run() {
        while true {
            var held: Int64 = 0
            switch SOLOpening(wish: wish, interruption: STDIN_FILENO).run() {
            case .interrupted: return
            case .failed(let error): say(.waiting(error.text))
            case .open(let session):
                let began = Self.now()
                guard let error = listen(session) else { return }
                held = Self.now() - began
                mark("the console is lost: \(error.text)")
                say(.waiting(error.text))
            }
            guard wait(pause.after(held: held)) else { return }
        }
    }

    /// Why the session ended; nil when nobody wants it any more.
    private mutating func listen(_ session: SOLSession) -> SOLError? {
        mark("the console is captured")
        say(.captured)
        var entries = [session.descriptor, STDIN_FILENO].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var bytes = [UInt8](repeating: 0, count: ConsoleRing.chunkMax)
        while true {
            guard poll(&entries, 2, -1) > 0 else { continue }
            if entries[1].revents != 0 { return nil }
            let count = read(session.descriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return session.failure }
            keep(bytes.prefix(count))
        }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        let now = Self.now()
        if now - heard >= Self.quietMilliseconds { mark("it speaks after a silence") }
        heard = now
        ring.append(Array(bytes))
    }

    // MARK: Saying

    /// A line among those of the node, with the time: what came before it is older.
    private mutating func mark(_ text: String) {
        heard = Self.now()
        ring.append(Array("\r\n\(ConsoleMark.line(text, unixSeconds: Int64(time(nil))))\r\n".utf8))
    }

    private mutating func say(_ report: CaptureReport) {
        guard report != said else { return }
        said = report
        Output.write(report.bytes, to: STDOUT_FILENO)
    }

    /// False when nobody wants the console any more.
    private func wait(_ milliseconds: Int64) -> Bool {
        let end = Self.now() + milliseconds
        var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while true {
            let left = end - Self.now()
            guard left > 0 else { return true }
            if poll(&entry, 1, Int32(clamping: left)) > 0 { return false }
        }
    }

    /// Milliseconds of CLOCK_MONOTONIC.
    private static func now() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}
