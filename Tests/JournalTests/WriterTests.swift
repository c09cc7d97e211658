import CLinux
import Foundation
import Journal
import TestRig
import Testing

/// The writer's own duties: one at a time, files that follow each other, heads for syslog.
@Suite struct WriterTests {
    /// A syslog of the test's own.
    private final class Syslog {
        private let socket: Int32

        init(_ path: String) throws {
            socket = linux_datagram_socket()
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            let isBound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, size) == 0 }
            }
            try #require(isBound)
        }

        deinit { close(socket) }

        func next(withinMilliseconds bound: Int32 = 5000) -> String? {
            var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, bound) > 0 else { return nil }
            var bytes = [UInt8](repeating: 0, count: 2000)
            let count = recv(socket, &bytes, bytes.count, 0)
            return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }
    }

    @Test func theHeadGoesToSyslog() throws {
        let room = try PipeRoom()
        let syslog = try Syslog(room.syslog)
        room.say()
        #expect(room.isAnswered())
        let first = try #require(syslog.next())
        let line = #/<85>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d stonithd\[(\d+)\]: journal head (\d+) ([0-9a-f]{64})/#
        let head = try #require(try line.wholeMatch(in: first))
        #expect(head.1 == "\(getpid())" && head.2 == "1")
        for _ in 0..<50 { room.say(4) }
        #expect(room.isAnswered())
        let second = try #require(syslog.next())
        #expect(second.contains("journal head 201 "), "the last one, within a second: \(second)")
        #expect(syslog.next(withinMilliseconds: 1200) == nil, "and nothing more")
        let hash = String(second.suffix(64))
        let check = try ProcessRun.run(
            Stage.shared.journal, ["verify", "--head", hash, "--journal", room.journal.path])
        #expect(check.status == 0 && check.output.contains("the head is entry 201 of "), "\(check.output)")
        // Its end is cut: that shows by the head alone.
        let file = room.journal.file(beginningWith: 1).path
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
        try (lines.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try ProcessRun.run(Stage.shared.journal, ["verify", "--journal", room.journal.path]).status == 0)
        let cut = try ProcessRun.run(
            Stage.shared.journal, ["verify", "--head", hash, "--journal", room.journal.path])
        #expect(cut.status == 5 && cut.output.contains("the journal's end was cut"), "\(cut.output)")
    }

    /// 16 MiB a file, and the chain goes through them.
    @Test func filesFollowEachOther() throws {
        let room = try PipeRoom()
        for _ in 0..<21 {
            room.say(4, padding: 900_000 / 4)
            #expect(room.isAnswered())
            #expect(try room.isDurableAgain())
        }
        let files = try room.journal.files()
        #expect(files.count == 2 && files[0].number == 1 && files[1].number > 60, "\(files)")
        let check = try ProcessRun.run(Stage.shared.journal, ["verify", "--journal", room.journal.path])
        #expect(check.status == 0 && check.output.contains("whole: 84 entries in 2 files"), "\(check.output)")
        #expect(room.written == Array(0..<84))
        let mode = try FileManager.default.attributesOfItem(atPath: files[1].path)[.posixPermissions] as? Int
        let folder = try FileManager.default.attributesOfItem(atPath: room.journal.path)[.posixPermissions] as? Int
        #expect(mode == 0o600 && folder == 0o700)
    }

    @Test func theOldestFileGoesAway() throws {
        let folder = try TemporaryFolder()
        let journal = JournalFolder(folder.root)
        var (number, previous): (Int64, JournalHash) = (1, .none)
        for _ in 0..<16 {
            let part = WrittenJournal(2, from: number, after: previous)
            try Data(part.bytes).write(to: URL(fileURLWithPath: journal.file(beginningWith: number).path))
            (number, previous) = (number + 2, part.hashes[1])
        }
        // The last of them is full.
        var last = WrittenJournal(0, from: 33, after: previous)
        for _ in 0..<17 { last.add(body: #"{"pad":"\#(String(repeating: "p", count: 1_000_000))"}"#) }
        try Data(last.bytes).write(to: URL(fileURLWithPath: journal.file(beginningWith: 33).path))
        let room = try PipeRoom(journal: folder.root)
        room.say()
        #expect(room.isAnswered())
        // The new one is made before the oldest is taken away.
        #expect(eventually { (try? journal.files().map(\.number)).map { $0.last == 50 && $0.first == 5 } == true })
        let files = try journal.files()
        #expect(files.count == 16 && files.first?.number == 5 && files.last?.number == 50, "\(files.map(\.number))")
        let check = try ProcessRun.run(Stage.shared.journal, ["verify", "--journal", folder.root])
        #expect(check.status == 0 && check.output.contains("from  5 of "), "\(check.output)")
    }

    /// A writer of before has the folder: the next one waits for it, and says so when that takes long.
    @Test func oneWriterAtATime() throws {
        let folder = try TemporaryFolder()
        let lock = open(JournalFolder(folder.root).lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(flock(lock, LOCK_EX) == 0)
        let room = try PipeRoom(journal: folder.root)
        room.say()
        #expect(room.isAnswered())
        #expect(room.answers.first?.isDurable == false)
        let other = try PipeRoom(journal: folder.path("other"))
        other.say()
        #expect(other.isAnswered() && other.answers.first?.isDurable == true)
        #expect(try eventually { try room.state.reason.contains("another writer still has the journal") })
        close(lock)
        #expect(try room.isDurableAgain())
        #expect(room.written == [0])
    }

    @Test func aTornRecordIsGoneOnFrom() throws {
        let folder = try TemporaryFolder()
        let journal = JournalFolder(folder.root)
        let file = URL(fileURLWithPath: journal.file(beginningWith: 1).path)
        let before = WrittenJournal(3)
        try Data(before.bytes + Array(#"{"v":1,"n":4,"ti"#.utf8)).write(to: file)
        let room = try PipeRoom(journal: folder.root)
        room.say(2)
        #expect(room.isAnswered())
        let check = try ProcessRun.run(Stage.shared.journal, ["verify", "--journal", folder.root])
        #expect(check.status == 0 && check.output.contains(":4: torn: 16 bytes"), "\(check.output)")
        #expect(check.output.contains("whole: 5 entries"))
    }

    /// Of another run the tokens say nothing.
    @Test func anotherRunBeginsItsTokensAnew() throws {
        let folder = try TemporaryFolder()
        for run in ["00000000000000aa", "00000000000000bb", "00000000000000aa"] {
            let room = try PipeRoom(journal: folder.root, run: run)
            room.say(3)
            #expect(room.isAnswered())
            #expect(room.answers.allSatisfy { $0.isDurable })
        }
        #expect(JournalTail.read(folder: JournalFolder(folder.root), bytesMax: .max).entries.count == 9)
    }
}
