import ClusterModel
import Control
import Execution
import Foundation
import Journal
import NIOCore
import NIOPosix
import Runtime
import Synchronization
import TestRig

/// A `WriterPipe` on a loop of its own, with the staged writer at its other end.
final class PipeRoom: Sendable {
    /// What became of one entry.
    struct Answer: Sendable, Equatable {
        var index: Int
        var isDurable: Bool
        /// From the call to the answer.
        var microseconds: Int64
    }

    let folder: TemporaryFolder
    let journal: JournalFolder
    let syslog: String
    private let group: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let box: NIOLoopBoundBox<WriterPipe>
    private let answered = Mutex<[Answer]>([])
    private let changes = Mutex<[JournalState]>([])
    private let count = Mutex(0)

    static let run = "00000000000000aa"

    /// - Parameters:
    ///   - journal: Nil: a folder of the test's own.
    ///   - seenAs: The same folder for the test, where that is in another namespace.
    ///   - program: What is started as the writer; nil: the staged one.
    init(journal: String? = nil, seenAs: String? = nil, program: String? = nil, run: String = PipeRoom.run) throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        let path = journal ?? folder.path("journal")
        self.journal = JournalFolder(seenAs ?? path)
        let syslog = folder.path("syslog")
        self.syslog = syslog
        let pids = Spawned()
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = group.next()
        let loop = loop
        let program = program ?? Stage.shared.journal
        box = try loop.submit {
            let pipe = WriterPipe(on: loop, run: run) { ends throws(SpawnError) in
                let errors = try Descriptor.standardError()
                let arguments =
                    ["stonith-journal", "--write", "--journal", path, "--run", run, "--syslog", syslog]
                    + ["--log", folder.path("log"), "--readable-log", "none"]
                let child = try Child(
                    path: program, arguments: arguments, environment: [],
                    descriptors: [ends.entries, errors, errors, ends.replies, ends.logs],
                    sharesSignals: false)
                pids.add(child.pid)
                return child
            }
            return NIOLoopBoundBox(pipe, eventLoop: loop)
        }.wait()
        spawned = pids
        let box = box
        try loop.submit { box.value.changed = { [weak self] state in self?.changes.withLock { $0.append(state) } } }
            .wait()
    }

    deinit {
        try? loop.submit { [box] in box.value.close() }.wait()
        try? group.syncShutdownGracefully()
        for pid in spawned.all { waitpid(pid, nil, 0) }
    }

    /// The writers, the oldest first.
    final class Spawned: Sendable {
        private let pids = Mutex<[pid_t]>([])

        func add(_ pid: pid_t) { pids.withLock { $0.append(pid) } }
        var all: [pid_t] { pids.withLock { $0 } }
    }

    let spawned: Spawned

    // MARK: Saying

    /// So many entries in one turn of the loop.
    func say(_ number: Int = 1, padding: Int = 100) {
        let first = count.withLock { count in
            defer { count += number }
            return count
        }
        loop.execute { [self] in
            for index in first..<(first + number) { say(index: index, padding) }
        }
    }

    private func say(index: Int, _ padding: Int) {
        let pad = String(repeating: "p", count: padding)
        let body = #"{"kind":"test","run":"\#(box.value.run)","index":\#(index),"pad":"\#(pad)"}"#
        let began = DispatchTime.now()
        box.value.journal(Array(body.utf8)) { [self] isDurable in
            let span = Int64((DispatchTime.now().uptimeNanoseconds - began.uptimeNanoseconds) / 1000)
            answered.withLock { $0.append(.init(index: index, isDurable: isDurable, microseconds: span)) }
        }
    }

    func log(_ text: String) { loop.execute { [box] in box.value.write(.log, text) } }

    // MARK: What came of it

    var answers: [Answer] { answered.withLock { $0 } }
    var states: [JournalState] { changes.withLock { $0 } }
    var said: Int { count.withLock { $0 } }

    var state: JournalState { get throws { try loop.submit { [box] in box.value.state }.wait() } }
    var lostLines: Int64 { get throws { try loop.submit { [box] in box.value.lostLines }.wait() } }

    /// Waits until each entry has its answer.
    func isAnswered(withinSeconds bound: Double = 10) -> Bool {
        eventually(withinSeconds: bound) { answers.count >= said }
    }

    /// Says one entry after the other until one is durable: the disk is back, and all before are on it.
    func isDurableAgain(withinSeconds bound: Double = 10) throws -> Bool {
        try eventually(withinSeconds: bound) { try state.isDurable }
    }

    /// The indices that stand in the journal, in its order; -1 for an entry of another kind.
    var written: [Int] {
        JournalTail.read(folder: journal, bytesMax: .max, wait: 0).entries.map { entry in
            if case .integer(let index)? = entry.body["index"] { Int(index) } else { -1 }
        }
    }
}
