import ClusterModel
import Foundation
import NIOCore
import Runtime
import TestRig
import Testing

/// A daemon that crashed is followed by one that finds what its fork servers do.
@Suite struct KeptServerTests {
    private let room: AgentRoom
    private let events = AgentEvents()

    init() throws { room = try AgentRoom() }

    private func keptServer() throws -> NIOLoopBound<KeptServer> {
        let server = try room.keptServer(try #require(room.doors.first), events)
        #expect(events.has("caught up") || events.has("lost"))
        return server
    }

    @Test func whatRunsIsFoundAndItsEndHeard() throws {
        let old = try room.leftOver()
        let kept = try keptServer()
        #expect(events.has("found 7 \(room.ran[0]) reset pm01 "))
        try room.folder.write("go", "")
        #expect(events.has("ended 7 ok accepted -"))
        #expect(!old.isOver(), "it does not wait until the result is safe")
        try room.onLoop { _ in kept.value.forget(7) }
        #expect(eventually { old.isOver() }, "it did not end after its last result was forgotten")
        #expect(room.doors.isEmpty)
        #expect(events.all.count == 3, "\(events.all)")
        #expect(room.ran.count == 1)
    }

    @Test func anEndThatNobodyHeardIsToldAtOnce() throws {
        let old = try room.leftOver()
        try room.folder.write("go", "")
        #expect(eventually { isDead(room.ran[0]) })
        let kept = try keptServer()
        #expect(events.all.map { $0.prefix(7) } == ["found 7", "ended 7", "caught "])
        try room.onLoop { _ in kept.value.close() }
        #expect(eventually { old.isOver() })
    }

    @Test func whatNobodysPowerHangsOnIsNotKept() throws {
        let old = try room.leftOver(.status)
        let kept = try keptServer()
        try room.folder.write("go", "")
        #expect(events.has("ended 7"))
        #expect(eventually { old.isOver() })
        withExtendedLifetime(kept) {}
    }

    @Test func cancelReachesIt() throws {
        let old = try room.leftOver()
        let kept = try keptServer()
        try room.onLoop { _ in kept.value.cancel(7) }
        #expect(events.has("ended 7 oops none cancelled"))
        try room.onLoop { _ in kept.value.close() }
        #expect(eventually { old.isOver() })
    }

    @Test func closeStopsWhatRuns() throws {
        let old = try room.leftOver()
        let kept = try keptServer()
        try room.onLoop { _ in kept.value.close() }
        #expect(eventually { old.isOver() })
        #expect(isDead(room.ran[0]))
    }

    @Test(arguments: [AgentAction.reset, .status])
    func anActionWhoseServerDiesIsUnknownWhenItChangesPower(action: AgentAction) throws {
        let old = try room.leftOver(action)
        let kept = try keptServer()
        old.killGroup()
        let code = action.changesPower ? "unknown" : "oops"
        #expect(events.has("ended 7 \(code) none plugin-lost"))
        #expect(events.has("lost "))
        #expect(isDead(room.ran[0]))
        withExtendedLifetime(kept) {}
    }

    @Test func aServerThatDoesNotAnswerIsKilledAndWhatItDidIsUnknown() throws {
        let old = try room.leftOver()
        kill(old.pid, SIGSTOP)
        let kept = try keptServer()
        #expect(events.all == ["lost it does not say what it keeps"])
        #expect(eventually { old.isOver() && isDead(room.ran[0]) })
        withExtendedLifetime(kept) {}
    }

    /// It goes away, and nothing else is done with it.
    @Test func aSocketThatNobodyServesGoesAway() throws {
        let path = "\(room.execFolder)/stale"
        let run = try ProcessRun.run(
            "/usr/bin/perl",
            ["-MIO::Socket::UNIX", "-e", "exit !IO::Socket::UNIX->new(Local => shift, Listen => 1)", path])
        #expect(run.status == 0 && room.doors == [path])
        let kept = try room.keptServer(path, events)
        #expect(events.has("lost nobody serves it any more"))
        #expect(room.doors.isEmpty)
        withExtendedLifetime(kept) {}
    }
}
