import ClusterModel
import Journal

/// The entries of the journal that are not known to be on disk, in their order.
struct JournalQueue {
    /// Hears once whether its entry is on disk.
    typealias Durable = (Bool) -> Void

    private struct Entry {
        var token: UInt64
        /// As it goes through the pipe.
        var line: [UInt8]
        var since: Instant
        var durable: Durable?
    }

    /// More is not kept while the disk stands still.
    static let bytesMax = 4 * 1024 * 1024
    /// An entry that is not on disk by then holds nobody up any longer.
    static let patienceMilliseconds: Int64 = 200

    private var entries: [Entry] = []
    private var byteCount = 0
    /// Those before it are in the pipe or on their way there.
    private var firstUnsent = 0
    private var lastToken: UInt64 = 0
    /// Since the last acknowledgement: until the next one all that comes is dropped, so that there is one gap only.
    private var gap: Int64 = 0
    private(set) var lost: Int64 = 0

    /// When the oldest of them came.
    var oldest: Instant? { entries.first?.since }
    var hasUnsent: Bool { firstUnsent < entries.count }

    /// Whether its oldest entry has waited too long.
    func isBehind(_ now: Instant) -> Bool {
        guard let oldest else { return false }
        return now.milliseconds(since: oldest) >= Self.patienceMilliseconds
    }

    /// False where there is no room; then nothing hears of it.
    ///
    /// - Parameter body: a JSON object on one line.
    mutating func add(_ body: some Collection<UInt8>, _ now: Instant, _ durable: Durable?) -> Bool {
        let isTooLong = body.count > JournalFolder.bodyBytesMax
        guard gap == 0, !isTooLong, byteCount + body.count <= Self.bytesMax else {
            gap += 1
            lost += 1
            return false
        }
        append(body, now, durable)
        return true
    }

    private mutating func append(_ body: some Collection<UInt8>, _ now: Instant, _ durable: Durable?) {
        lastToken += 1
        let line = WriterLine.journal(token: lastToken, body)
        byteCount += line.count
        entries.append(Entry(token: lastToken, line: line, since: now, durable: durable))
    }

    /// The next lines for the pipe, whole ones: of so many bytes, or a single longer one.
    mutating func takeUnsent(bytes room: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while hasUnsent, bytes.isEmpty || bytes.count + entries[firstUnsent].line.count <= room {
            bytes += entries[firstUnsent].line
            firstUnsent += 1
        }
        return bytes
    }

    /// The writer is another: it is told all of them again, and leaves out what is on disk.
    mutating func sendAllAgain() { firstUnsent = 0 }

    /// All up to this token are on disk. Answers who is to hear of it.
    mutating func acknowledge(_ token: UInt64) -> [Durable] {
        let count = entries.prefix { $0.token <= token }.count
        guard count > 0 else { return [] }
        let done = entries.prefix(count)
        byteCount -= done.reduce(0) { $0 + $1.line.count }
        let durables = done.compactMap(\.durable)
        entries.removeFirst(count)
        firstUnsent = max(0, firstUnsent - count)
        return durables
    }

    /// What was lost is said as an entry where it would have stood, as soon as there is room again.
    ///
    /// - Parameter body: makes that entry of the count.
    mutating func closeGap(_ now: Instant, _ body: (Int64) -> [UInt8]) {
        guard gap > 0 else { return }
        append(body(gap), now, nil)
        gap = 0
    }

    /// All who wait: the disk is known to stand still or to fail, and nobody waits for that.
    mutating func takeWaiting() -> [Durable] {
        let durables = entries.compactMap(\.durable)
        for index in entries.indices { entries[index].durable = nil }
        return durables
    }
}
