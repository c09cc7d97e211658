import ClusterModel
import Control
import Execution
import Glibc
import Journal
import NIOCore
import Wire

/// What the daemon says, on its way to the process that writes it to disk (`stonith-journal --write`). It never blocks.
///
/// Of the logs, lines are lost when that process cannot keep up, and counted. Of the journal, each entry is kept until
/// it is acknowledged, and sent again to a writer that takes the place of a dead one.
public final class WriterPipe {
    public typealias Kind = WriterLine.Kind

    /// What the writer gets of the pipes.
    public struct Ends {
        /// Its descriptor 0.
        public let entries: Descriptor
        /// Its descriptor 3.
        public let replies: Descriptor
        /// Its descriptor 4.
        public let logs: Descriptor
    }

    private static let retryMilliseconds: Int64 = 50
    /// A writer that dies sooner is not started again before.
    private static let pauseMilliseconds: Int64 = 250

    /// Which run of the daemon this is, 16 hexadecimal digits: it stands in every entry.
    public let run: String
    private let loop: any EventLoop
    private let spawn: (Ends) throws(SpawnError) -> Child
    private var child: Child?
    /// Two pipes, since the disk of one may stand still, and the other be well.
    private var entries = OutgoingPipe()
    private var logs = OutgoingPipe()
    private var isScheduled = false
    private var isClosed = false
    /// Counts the writers: what the pipe of one before says is of no meaning any more.
    private var generation = 0
    private var startedAt = Instant(milliseconds: 0)
    private var startProblem: String?
    public private(set) var lostLines: Int64 = 0

    private var queue = JournalQueue()
    /// What the writer says of its disk; nil while it writes.
    private var failure: String?
    private var alarm = false
    /// As it is now.
    public private(set) var state = JournalState()
    /// Hears when the journal is no longer durable, when more is known of the reason, and when it is durable again.
    /// Called on the loop.
    public var changed: ((JournalState) -> Void)?

    /// - Parameters:
    ///   - run: 16 hexadecimal digits that no run before had.
    ///   - spawn: starts the writing process.
    public init(
        on loop: any EventLoop, run: String, spawn: @escaping (Ends) throws(SpawnError) -> Child
    ) {
        self.loop = loop
        self.run = run
        self.spawn = spawn
    }

    // MARK: Saying

    /// A line of a log without its end.
    public func write(_ kind: Kind, _ line: String) { write(kind, Array(line.utf8)) }

    /// The same, as bytes.
    public func write(_ kind: Kind, _ line: [UInt8]) {
        guard line.count + 2 <= logs.room else {
            lostLines += 1
            return
        }
        logs.add([kind.rawValue] + line + [UInt8(ascii: "\n")])
        schedule(milliseconds: 0)
    }

    /// An entry of the journal.
    ///
    /// - Parameters:
    ///   - body: A JSON object on one line, with `"run"` in it; the line's end may stand behind it.
    ///   - durable: Called once, on the loop, never before this returns: true when it is on disk; false when it is not
    ///     within 200 ms, or at once while the journal is behind already. The entry is written all the same when
    ///     the disk returns.
    public func journal(_ body: [UInt8], durable: ((Bool) -> Void)? = nil) {
        let now = Instant.now()
        let isBehind = failure != nil || queue.isBehind(now)
        let text = body.last == UInt8(ascii: "\n") ? body.dropLast() : body[...]
        let isKept = queue.add(text, now, isBehind ? nil : durable)
        if isBehind || !isKept, let durable { loop.assumeIsolated().execute { durable(false) } }
        // Too long, and nothing is on its way: no acknowledgement will come to say it after.
        if !isKept, queue.oldest == nil { queue.closeGap(now, gap) }
        setAlarm(now)
        note(now)
        schedule(milliseconds: 0)
    }

    // MARK: Sending

    private func schedule(milliseconds: Int64) {
        guard !isScheduled else { return }
        isScheduled = true
        guard milliseconds > 0 else { return loop.assumeIsolated().execute { self.flushNow() } }
        loop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) { self.flushNow() }
    }

    private func flushNow() {
        isScheduled = false
        flush()
    }

    /// As much as the pipes take now.
    public func flush() {
        guard child != nil || start() else {
            if !isClosed { schedule(milliseconds: Self.retryMilliseconds) }
            return
        }
        let progress = [flushEntries(), logs.flush()]
        if progress.contains(.broken) {
            lostWriter()
        } else if progress.contains(.full) {
            schedule(milliseconds: Self.retryMilliseconds)
        }
    }

    private func flushEntries() -> OutgoingPipe.Progress {
        while queue.hasUnsent, entries.room > 0 {
            entries.add(queue.takeUnsent(bytes: entries.room))
            guard case .empty = entries.flush() else { break }
        }
        return entries.flush()
    }

    /// The last of it, at the daemon's end; no writer is started any more. The one that runs writes all that it has,
    /// and ends.
    public func close() {
        flush()
        isClosed = true
        _ = (entries.close(), logs.close())
    }

    // MARK: The writer

    /// False where it cannot be started now.
    private func start() -> Bool {
        let sinceStart = Instant.now().milliseconds(since: startedAt)
        guard !isClosed, sinceStart >= Self.pauseMilliseconds else { return false }
        do throws(SpawnError) {
            let (answers, replies) = try Descriptor.pipe()
            child = try spawn(Ends(entries: try entries.open(), replies: replies, logs: try logs.open()))
            listen(to: answers)
        } catch {
            startProblem = error.text
            return false
        }
        startProblem = nil
        startedAt = .now()
        return true
    }

    private func listen(to answers: Descriptor) {
        generation += 1
        let generation = generation
        LinePipe.read(
            answers, on: loop,
            said: { line in if generation == self.generation, let reply = WriterReply(line) { self.take(reply) } },
            ended: { if generation == self.generation { self.lostWriter() } })
    }

    /// The writer is gone. The entries that it has not acknowledged are sent again; the rest of a log line whose
    /// beginning it had is lost.
    private func lostWriter() {
        guard let child, !isClosed else { return }
        self.child = nil
        generation += 1
        bury(child)
        if logs.close() { lostLines += 1 }
        _ = entries.close()
        entries.forget()
        queue.sendAllAgain()
        note(.now())
        schedule(milliseconds: 0)
    }

    private func bury(_ child: Child) {
        child.killGroup()
        guard !child.isOver() else { return }
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.retryMilliseconds)) { self.bury(child) }
    }

    // MARK: What it answers

    private func take(_ reply: WriterReply) {
        let now = Instant.now()
        switch reply {
        case .durable(let token):
            failure = nil
            let durables = queue.acknowledge(token)
            queue.closeGap(now, gap)
            note(now)
            setAlarm(now)
            for durable in durables { durable(true) }
        case .failed(let reason):
            failure = reason
            let durables = queue.takeWaiting()
            note(now)
            for durable in durables { durable(false) }
        }
        if queue.hasUnsent { flush() }
    }

    /// The entry for those that were lost.
    private func gap(_ lost: Int64) -> [UInt8] {
        var line = JSONLine()
        line.add("kind", "gap")
        line.add("run", run)
        line.add("lost", lost)
        return line.bytes.dropLast()
    }

    // MARK: Patience

    /// One look at a time: at the moment when the oldest entry of now will have waited too long.
    private func setAlarm(_ now: Instant) {
        guard !alarm, let oldest = queue.oldest, !queue.isBehind(now) else { return }
        alarm = true
        let span = JournalQueue.patienceMilliseconds - now.milliseconds(since: oldest)
        loop.assumeIsolated().scheduleTask(in: .milliseconds(span)) {
            self.alarm = false
            self.look()
        }
    }

    private func look() {
        let now = Instant.now()
        // Behind the one that has waited too long nobody waits either, however late it came.
        let durables = queue.isBehind(now) ? queue.takeWaiting() : []
        note(now)
        setAlarm(now)
        for durable in durables { durable(false) }
    }

    /// Says when it is no longer durable, and when it is again.
    private func note(_ now: Instant) {
        var new = JournalState()
        new.lostEntries = queue.lost
        if let oldest = queue.oldest, failure != nil || queue.isBehind(now) {
            new.behindSince = oldest
            new.reason = failure ?? startProblem ?? "its writer does not answer; does the disk stand still?"
        }
        let old = state
        state = new
        if old.isDurable != new.isDurable || old.reason != new.reason { changed?(new) }
    }
}
