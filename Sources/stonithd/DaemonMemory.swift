import ClusterModel
import Execution
import FencingCore
import Glibc
import Journal

/// What a daemon that starts knows from its journal.
struct DaemonMemory {
    /// Answered requests, oldest first.
    var records: [FencingRecord] = []
    /// Of other boots, never answered: nothing is done for them any more. They stand in `records` as well.
    var abandoned: [FencingRecord] = []
    /// Of `records`: held until an operator lifted the hold.
    var released: Set<RequestID> = []
    var fences: [FenceGuard.Fence] = []
    var replay = JournalReplay([])
    /// The configuration in which the last level of each node began.
    var configurations: [NodeName: String] = [:]
    var complaints: [String] = []

    /// So much of the journal's end is read: some ten thousand entries.
    private static let bytesMax = 8 * 1024 * 1024

    static func read(_ folder: String, node: NodeName) -> DaemonMemory {
        let tail = JournalTail.read(folder: JournalFolder(folder), bytesMax: bytesMax)
        var reading = JournalReading(boot: BootID.read())
        for entry in tail.entries { reading.learn(entry.kind, entry.body) }
        for entry in tail.entries { reading.take(entry.kind, entry.body) }
        reading.finish()
        var memory = DaemonMemory()
        memory.complaints = tail.complaints
        if reading.strange > 0 { memory.complaints.append("\(reading.strange) entries of the journal say nothing") }
        memory.abandoned = reading.lost.map { Self.abandoned($0.request, $0.unixMilliseconds, by: node) }
        memory.records = reading.records + memory.abandoned
        memory.replay = JournalReplay(reading.entries)
        memory.configurations = reading.configurations
        memory.released = reading.released
        memory.fences = fences(reading)
        return memory
    }

    /// By this node's clock, so that they count for as long as they would have.
    private static func fences(_ reading: JournalReading) -> [FenceGuard.Fence] {
        let (now, unixMilliseconds) = (Instant.now(), LogStamp.unixMilliseconds())
        return reading.fences.map { fence in
            let age = max(0, unixMilliseconds - fence.unixMilliseconds)
            return FenceGuard.Fence(node: fence.node, at: now.adding(milliseconds: -age))
        }
    }

    private static func abandoned(
        _ request: FencingRequest, _ unixMilliseconds: Int64, by node: NodeName
    ) -> FencingRecord {
        var record = FencingRecord(request: request, executor: node, arrivedUnixMilliseconds: unixMilliseconds)
        record.request.deadline = Instant(milliseconds: 0)
        record.verdict = FencingVerdict(
            .unknown, cause: .abandoned,
            text: "abandoned, outcome unknown: this machine was started anew before it was answered")
        return record
    }

    /// Greater than the number of any action of this boot, also of those that the journal lost: microseconds of the
    /// boot's clock, and no daemon begins a million actions a second.
    var firstAction: UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return max(replay.nextAction, UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000)
    }
}
