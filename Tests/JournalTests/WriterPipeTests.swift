import Foundation
import Journal
import TestRig
import Testing

/// Entries on their way to the disk and what the daemon hears of them.
@Suite struct WriterPipeTests {
    @Test func eachEntryIsDurableAndInItsOrder() throws {
        let room = try PipeRoom()
        for _ in 0..<10 { room.say(30) }
        #expect(room.isAnswered())
        #expect(room.answers.map(\.index) == Array(0..<300))
        #expect(room.answers.allSatisfy { $0.isDurable })
        #expect(room.written == Array(0..<300))
        #expect(room.states.isEmpty)
    }

    @Test func logsGoTheirOwnWay() throws {
        let room = try PipeRoom()
        for number in 0..<100 {
            room.log("line \(number)")
            room.say()
        }
        #expect(room.isAnswered())
        #expect(eventually { ((try? room.folder.read("log")) ?? "").split(separator: "\n").count == 100 })
        #expect(try room.folder.read("log").hasPrefix("line 0\nline 1\n"))
        #expect(room.written == Array(0..<100))
    }

    /// Over and over, while entries come: none is lost, none doubled, and each hears once.
    @Test(arguments: 1...3) func theWriterIsKilledUnderLoad(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let room = try PipeRoom()
        room.say()
        #expect(room.isAnswered())
        for _ in 0..<12 {
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                room.say(Int.random(in: 1...40, using: &random), padding: Int.random(in: 0...900, using: &random))
                poll(nil, 0, Int32.random(in: 0...3, using: &random))
            }
            let writer = try #require(room.spawned.all.last)
            kill(writer, SIGKILL)
            #expect(eventually { isDead(writer) && room.spawned.all.last != writer })
        }
        room.say()
        let last = room.said - 1
        #expect(eventually { room.written.last == last }, "\(room.written.count) of \(room.said)")
        #expect(room.written == Array(0...last))
        #expect(room.isAnswered())
        #expect(Set(room.answers.map(\.index)).count == room.said && room.answers.count == room.said)
        #expect(room.spawned.all.count > 5)
        #expect(try room.isDurableAgain())
        let check = try ProcessRun.run(Stage.shared.journal, ["verify", "--journal", room.journal.path])
        #expect(check.status == 0, "\(check.output)")
    }

    @Test func aWriterThatEndsNoLineIsReplaced() throws {
        let folder = try TemporaryFolder()
        let program = try folder.write(
            "writer",
            """
            #!/bin/sh
            [ -e \(folder.path("once")) ] && exec \(Stage.shared.journal) "$@"
            : >\(folder.path("once"))
            head -c 9000 /dev/zero >&3
            exec sleep 60
            """, mode: 0o755)
        let room = try PipeRoom(program: program)
        room.say()
        #expect(eventually { room.written == [0] })
        #expect(room.spawned.all.count == 2)
    }

    @Test func aFrozenWriterHoldsNobodyUp() throws {
        let room = try PipeRoom()
        room.say()
        #expect(room.isAnswered())
        let writer = try #require(room.spawned.all.last)
        kill(writer, SIGSTOP)
        room.say(2)
        #expect(room.isAnswered())
        let late = room.answers.suffix(2)
        #expect(late.allSatisfy { !$0.isDurable && $0.microseconds >= 199_000 })
        #expect(try !room.state.isDurable)
        // Behind already: nobody waits any more.
        room.say(5)
        #expect(room.isAnswered())
        #expect(room.answers.suffix(5).allSatisfy { !$0.isDurable && $0.microseconds < 150_000 })
        kill(writer, SIGCONT)
        #expect(try room.isDurableAgain())
        #expect(room.written == Array(0..<8))
        room.say()
        #expect(room.isAnswered())
        #expect(room.answers.last?.isDurable == true)
        #expect(room.states.map(\.isDurable) == [false, true])
    }

    /// The first has waited too long when the second has not yet: neither holds anybody up.
    @Test func whoComesShortlyAfterAFrozenEntryIsNotForgotten() throws {
        let room = try PipeRoom()
        room.say()
        #expect(room.isAnswered())
        let writer = try #require(room.spawned.all.last)
        kill(writer, SIGSTOP)
        room.say()
        poll(nil, 0, 50)
        room.say()
        #expect(room.isAnswered(withinSeconds: 2))
        #expect(room.answers.suffix(2).allSatisfy { !$0.isDurable })
        kill(writer, SIGCONT)
        #expect(try room.isDurableAgain())
        #expect(room.written == Array(0..<3))
    }

    /// It is lost, and nothing else is.
    @Test func anEntryThatIsTooLongIsAGap() throws {
        let room = try PipeRoom()
        room.say()
        #expect(room.isAnswered())
        room.say(padding: JournalFolder.bodyBytesMax)
        #expect(room.isAnswered())
        room.say()
        #expect(room.isAnswered())
        #expect(room.answers.map(\.isDurable) == [true, false, true])
        #expect(room.written == [0, -1, 2])
    }

    /// More than is kept: what is lost stands as one gap where it would have stood.
    @Test func whatHasNoRoomIsAGap() throws {
        let room = try PipeRoom()
        room.say()
        #expect(room.isAnswered())
        let writer = try #require(room.spawned.all.last)
        kill(writer, SIGSTOP)
        for _ in 0..<8 { room.say(100, padding: 9000) }
        #expect(room.isAnswered())
        let lost = try room.state.lostEntries
        #expect(lost > 100 && lost < 790)
        kill(writer, SIGCONT)
        #expect(try room.isDurableAgain())
        room.say()
        #expect(room.isAnswered())
        let kept = 801 - Int(lost)
        #expect(room.written == Array(0..<kept) + [-1, 801])
        let gap = JournalTail.read(folder: room.journal, bytesMax: .max, wait: 0).entries[kept]
        #expect(gap.kind == "gap" && gap.body["lost"] == .integer(lost))
        #expect(gap.body["run"] == .string(PipeRoom.run))
    }

    @Test func aWriterThatCannotBeStartedIsSaidAndTriedAgain() throws {
        let folder = try TemporaryFolder()
        let room = try PipeRoom(program: folder.path("missing"))
        room.say()
        #expect(room.isAnswered())
        #expect(room.answers == [.init(index: 0, isDurable: false, microseconds: room.answers[0].microseconds)])
        #expect(room.states.first?.reason.contains("missing cannot be started") == true, "\(room.states)")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("missing"), withDestinationPath: Stage.shared.journal)
        #expect(try room.isDurableAgain())
        #expect(room.written == [0])
    }
}
