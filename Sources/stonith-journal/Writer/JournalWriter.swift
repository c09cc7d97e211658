import Glibc
import Journal

/// The process that writes what the daemon says: its journal, acknowledged when it is on disk, and its logs. A frozen
/// disk stops it, and not the daemon.
struct JournalWriter {
    private let options: WriterOptions
    private let logs: LogThread
    private var store: JournalStore
    private var replies: UnwrittenBytes
    private var notice: HeadNotice
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    private var unread: [UInt8] = []
    /// The daemon bounds them: it has no more than 4 MiB that were not acknowledged.
    private var pending: [JournalStore.Pending] = []
    /// When the journal is tried again after a failure.
    private var retry: Int64?
    /// What was last said of a failure; nil while all is well.
    private var failure: String?
    private let began = JournalWriter.now()
    /// Once the daemon is gone: how long the journal is still tried.
    private var giveUp: Int64?

    /// The pipe from the daemon, the one back, and the one of the logs.
    private static let input = STDIN_FILENO
    private static let output: Int32 = 3
    private static let logInput: Int32 = 4
    private static let niceness: Int32 = -20
    private static let replyBytesMax = 1024 * 1024
    private static let retryMilliseconds: Int64 = 1000
    /// A writer of before may still empty its pipe: so long nothing is said of that, and it is looked often.
    private static let lockMilliseconds: Int64 = 3000
    private static let lookMilliseconds: Int64 = 10
    private static let lastMilliseconds: Int64 = 5000

    /// Nil where the system has no thread left for the logs.
    init?(_ options: WriterOptions, _ digest: @escaping JournalDigest) {
        guard let logs = LogThread(options, input: Self.logInput) else { return nil }
        self.logs = logs
        self.options = options
        store = JournalStore(options.journal, run: options.run, digest)
        replies = UnwrittenBytes(Self.output, bytesMax: Self.replyBytesMax)
        notice = HeadNotice(options.syslog)
    }

    /// Until the daemon is gone and what it said is written. Signals that are meant for the daemon are none of its
    /// business, or the last lines would be lost.
    mutating func run() {
        for number in [SIGHUP, SIGTERM, SIGINT] { signal(number, SIG_IGN) }
        signal(SIGPIPE, SIG_IGN)
        _ = fcntl(Self.output, F_SETFL, O_NONBLOCK)
        // A power action waits for this thread, for as long as the disk takes; not for those who only compute.
        setpriority(__priority_which_t(bitPattern: PRIO_PROCESS.rawValue), 0, Self.niceness)
        store.prepare()
        while !isDone {
            waitAndRead()
            takeLines()
            commit()
            replies.flush()
            notice.sayIfDue(Self.now())
        }
        notice.sayNow()
        if !pending.isEmpty { LogFiles.complain("\(pending.count) entries of the journal are lost", EIO) }
        store.close()
        logs.finish()
    }

    private var isDone: Bool {
        guard let giveUp else { return false }
        return pending.isEmpty || Self.now() >= giveUp
    }

    // MARK: Waiting

    private mutating func waitAndRead() {
        var entries = [pollfd(fd: giveUp == nil ? Self.input : -1, events: Int16(POLLIN), revents: 0)]
        if !replies.isEmpty { entries.append(pollfd(fd: Self.output, events: Int16(POLLOUT), revents: 0)) }
        guard poll(&entries, nfds_t(entries.count), patience) > 0, entries[0].revents != 0 else { return }
        let count = read(Self.input, &buffer, buffer.count)
        if count > 0 {
            unread += buffer.prefix(count)
        } else if count == 0 || errno != EINTR {
            giveUp = Self.now() + Self.lastMilliseconds
        }
    }

    /// Milliseconds until something is due; -1 while nothing is.
    private var patience: Int32 {
        guard let next = [retry, notice.due, giveUp].compactMap({ $0 }).min() else { return -1 }
        return Int32(clamping: max(0, next - Self.now()))
    }

    // MARK: What came

    private mutating func takeLines() {
        guard let end = unread.lastIndex(of: UInt8(ascii: "\n")) else { return }
        for line in unread[...end].split(separator: UInt8(ascii: "\n")) { take(line) }
        unread.removeFirst(end + 1)
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        guard line.first == WriterLine.Kind.journal.rawValue, let entry = WriterLine.entry(line.dropFirst()) else {
            return LogFiles.complain("a line for the journal is no entry", EINVAL)
        }
        pending.append(.init(token: entry.token, body: entry.body))
    }

    // MARK: The journal

    /// All that is there with one write and one sync.
    private mutating func commit() {
        guard let last = pending.last, retry.map({ Self.now() >= $0 }) ?? true else { return }
        do throws(JournalFailure) {
            try store.append(pending)
            pending = []
            (retry, failure) = (nil, nil)
            _ = replies.add(WriterReply.durable(last.token).bytes)
            if let head = store.head { notice.take(head.number, head.hash) }
        } catch { failed(error) }
    }

    private mutating func failed(_ error: JournalFailure) {
        let isEarly = error.text == JournalStore.isLocked(options.journal) && Self.now() < began + Self.lockMilliseconds
        retry = Self.now() + (isEarly ? Self.lookMilliseconds : Self.retryMilliseconds)
        guard !isEarly, failure != error.text else { return }
        failure = error.text
        _ = replies.add(WriterReply.failed(error.text).bytes)
    }

    /// Milliseconds of CLOCK_MONOTONIC.
    private static func now() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}
