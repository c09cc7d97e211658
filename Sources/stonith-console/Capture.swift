import ConsoleCore
import Glibc

/// Keeps the last of what a console sends, until standard input ends: whoever wanted it is gone then.
struct Capture {
    private enum Ending {
        /// Nobody wants it any more.
        case unwanted
        case lost(SOLError)
        case silent
    }

    private let wish: ConsoleWish
    private let ring: RingFile
    private let renewMilliseconds: Int64
    private var pause = RetryPause()
    private var said: CaptureReport?
    /// When something last came, in milliseconds of CLOCK_MONOTONIC.
    private var heard: Int64 = 0

    private static let quietMilliseconds: Int64 = 60_000

    /// - Parameter renewSeconds: A session that was silent for so long is opened anew: not every BMC says that somebody
    ///   else took the console, or that its own end of the serial line is gone. It must not be short: where the console
    ///   was taken and the BMC has not said so, libipmiconsole takes leave of it for whoever has it.
    init(_ wish: ConsoleWish, _ ring: RingFile, renewSeconds: Int64) {
        self.wish = wish
        self.ring = ring
        renewMilliseconds = renewSeconds * 1000
    }

    mutating func run() {
        while true {
            var held: Int64 = 0
            switch SOLOpening(wish: wish, interruption: STDIN_FILENO).run() {
            case .interrupted: return
            case .failed(let error): say(.waiting(error.text))
            case .open(let session):
                let began = Self.now()
                switch listen(session) {
                case .unwanted: return
                case .silent: continue
                case .lost(let error):
                    held = Self.now() - began
                    mark("the console is lost: \(error.text)")
                    say(.waiting(error.text))
                }
            }
            guard wait(pause.after(held: held)) else { return }
        }
    }

    private mutating func listen(_ session: SOLSession) -> Ending {
        // One that is only renewed is no news.
        if said != .captured { mark("the console is captured") }
        say(.captured)
        var entries = [session.descriptor, STDIN_FILENO].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var bytes = [UInt8](repeating: 0, count: ConsoleRing.chunkMax)
        let renewed = Self.now()
        while true {
            let left = max(heard, renewed) + renewMilliseconds - Self.now()
            guard left > 0 else { return .silent }
            guard poll(&entries, 2, Int32(clamping: left)) > 0 else { continue }
            if entries[1].revents != 0 { return .unwanted }
            let count = read(session.descriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return .lost(session.failure) }
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
        ring.append(Array("\r\(ConsoleMark.line(text, unixSeconds: Int64(time(nil))))\r\n".utf8))
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
