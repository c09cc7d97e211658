import Foundation
import Journal
import TestRig
import Testing

/// A disk that is full, read-only, frozen or fails: nobody waits for it longer than 200 ms, and what was said meanwhile
/// is written when it returns.
@Suite(.enabled(if: Namespace.isAllowed, "mounts need root")) struct DiskTests {
    private let mounts: MountRoom

    init() throws { mounts = try MountRoom() }

    private func room() throws -> PipeRoom {
        try PipeRoom(
            journal: "\(mounts.disk)/journal", seenAs: "\(mounts.diskFromOutside)/journal",
            program: try mounts.program())
    }

    /// Entries of before, of meanwhile and of afterwards: all of them, in order.
    private func expectAll(_ room: PipeRoom) throws {
        #expect(try room.isDurableAgain(withinSeconds: 20))
        room.say()
        #expect(room.isAnswered())
        #expect(room.answers.last?.isDurable == true)
        #expect(room.written == Array(0..<room.said))
        let check = try ProcessRun.run(Stage.shared.journal, ["verify", "--journal", room.journal.path])
        #expect(check.status == 0, "\(check.output)")
        #expect(try room.state.lostEntries == 0)
        #expect(room.states.count { $0.isDurable } == 1 && room.states.last?.isDurable == true, "\(room.states)")
    }

    @Test func aFullDisk() throws {
        try mounts.run(
            "mount -t tmpfs -o size=128k tmpfs $disk && dd if=/dev/zero of=$disk/filler bs=1k count=96 2>/dev/null")
        let room = try room()
        room.say(10)
        #expect(room.isAnswered())
        #expect(room.answers.allSatisfy { $0.isDurable })
        for _ in 0..<20 { room.say(10, padding: 300) }
        #expect(room.isAnswered())
        #expect(room.answers.last?.isDurable == false)
        #expect(try eventually { try room.state.reason.hasSuffix("No space left on device") }, "\(room.states)")
        room.say()
        #expect(room.isAnswered())
        #expect(try #require(room.answers.last).microseconds < 150_000, "nobody waits for a disk that is known to fail")
        try mounts.run("rm $disk/filler")
        try expectAll(room)
    }

    @Test func aReadOnlyDisk() throws {
        try mounts.run("mount -t tmpfs -o ro tmpfs $disk")
        let room = try room()
        room.say(3)
        #expect(room.isAnswered())
        #expect(room.answers.allSatisfy { !$0.isDurable })
        #expect(try eventually { try room.state.reason.hasSuffix("Read-only file system") }, "\(room.states)")
        try mounts.run("mount -o remount,rw tmpfs $disk")
        try expectAll(room)
    }

    @Test func aFrozenDisk() throws {
        try mounts.makeFileSystem()
        let room = try room()
        room.say(3)
        #expect(room.isAnswered())
        #expect(room.answers.allSatisfy { $0.isDurable })
        try mounts.run("fsfreeze -f $disk")
        defer { try? mounts.run("fsfreeze -u $disk || :") }
        room.say(3)
        #expect(room.isAnswered())
        let late = room.answers.suffix(3)
        #expect(late.allSatisfy { !$0.isDurable && $0.microseconds >= 199_000 }, "\(late)")
        room.log("meanwhile")
        #expect(eventually { (try? room.folder.read("log")) == "meanwhile\n" }, "the log's disk is another")
        room.say(3)
        #expect(room.isAnswered())
        #expect(try !room.state.isDurable)
        try mounts.run("fsfreeze -u $disk")
        try expectAll(room)
    }

    /// As after an error of the disk: the file system goes read-only under an open file, and is mounted anew.
    @Test func aDiskThatFailsAndIsMountedAnew() throws {
        try mounts.makeFileSystem()
        let room = try room()
        room.say(3)
        #expect(room.isAnswered())
        try mounts.run("mount -o remount,abort $disk")
        room.say(3)
        #expect(room.isAnswered())
        #expect(room.answers.suffix(3).allSatisfy { !$0.isDurable })
        #expect(eventually { !room.states.isEmpty })
        try mounts.run("umount $disk && e2fsck -fy \(mounts.folder.path("image")) >/dev/null || [ $? -le 1 ]")
        try mounts.run("mount -o loop \(mounts.folder.path("image")) $disk")
        try expectAll(room)
    }
}
