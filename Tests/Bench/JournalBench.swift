import Execution
import Foundation
import Journal
import NIOCore
import NIOPosix
import Runtime
import Synchronization
import TestRig

/// What durability costs: from the daemon's loop to the disk and back, on the disk that the temporary folder is on.
enum JournalBench {
    static let parts: [Bench.Part] = [("journal", journal)]

    private static let count = 1000

    private static func journal(_ figures: inout Figures) throws {
        let room = try JournalBenchRoom()
        try room.say(100)
        let spans = try (0..<count).map { _ in try room.roundTrip() }.sorted()
        figures.add("journal entry, durable and back", spans[count / 2], goal: .atMost(0.25))
        figures.add("journal entry, durable and back, the slowest 1 %", spans[count * 99 / 100])
        figures.add("\(count) journal entries, one after the other", spans.reduce(0, +), operations: count)
        figures.add("\(count) journal entries, at once", try Measuring.clocked { try room.say(count) })
        for _ in 0..<8 { try room.say(count) }
        let read = try Measuring.median(of: 5) {
            try Measuring.clocked {
                let tail = JournalTail.read(folder: room.journal, bytesMax: .max, wait: 0)
                guard tail.entries.count >= 10 * count else {
                    throw Measuring.Failure.failed("\(tail.entries.count) entries: \(tail.complaints)")
                }
            }
        }
        figures.add("10,000 journal entries read at the start", read, goal: .atMost(100))
    }
}

/// A `WriterPipe` with the staged writer.
private final class JournalBenchRoom: Sendable {
    private let folder: TemporaryFolder
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let box: NIOLoopBoundBox<WriterPipe>

    var journal: JournalFolder { JournalFolder(folder.path("journal")) }

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        let loop = group.next()
        box = try loop.submit {
            let pipe = WriterPipe(on: loop, run: "00000000000000bb") { ends throws(SpawnError) in
                let errors = try Descriptor.standardError()
                let arguments = ["stonith-journal", "--write", "--journal", folder.path("journal"), "--run", "bench"]
                return try Child(
                    path: Stage.shared.journal, arguments: arguments + ["--syslog", folder.path("none")],
                    environment: [], descriptors: [ends.entries, errors, errors, ends.replies, ends.logs],
                    sharesSignals: false)
            }
            return NIOLoopBoundBox(pipe, eventLoop: loop)
        }.wait()
    }

    deinit {
        try? group.next().submit { [box] in box.value.close() }.wait()
        try? group.syncShutdownGracefully()
    }

    /// An entry as the daemon writes it before a power action.
    private static let body = Array(
        (#"{"kind":"begin","run":"00000000000000bb","action_id":1795250137482123,"requests":["r-1795250137-17"],"#
            + #""target":"pm01","device":"stonith1-2","type":"external/ipmi","action":"reset","level":2,"#
            + #""deadline_ms":123456789,"leaves_off":false}"#).utf8)

    /// Milliseconds, measured on the loop.
    func roundTrip() throws -> Double {
        let loop = group.next()
        let promise = loop.makePromise(of: Double.self)
        loop.execute { [box] in
            let began = DispatchTime.now()
            box.value.journal(Self.body) { isDurable in
                let span = Double(DispatchTime.now().uptimeNanoseconds - began.uptimeNanoseconds) / 1e6
                isDurable ? promise.succeed(span) : promise.fail(Measuring.Failure.failed("not durable"))
            }
        }
        return try promise.futureResult.wait()
    }

    /// So many in one turn of the loop; returns when the last one is durable.
    func say(_ count: Int) throws {
        let loop = group.next()
        let promise = loop.makePromise(of: Void.self)
        loop.execute { [box] in
            for number in 1...count {
                box.value.journal(Self.body) { isDurable in
                    if !isDurable { promise.fail(Measuring.Failure.failed("not durable")) }
                    if number == count { promise.succeed() }
                }
            }
        }
        try promise.futureResult.wait()
    }
}
