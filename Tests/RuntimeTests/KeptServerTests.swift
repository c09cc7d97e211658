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
    private let later = AgentEvents()

    init() throws { room = try AgentRoom() }

    /// Begins action 7 with a client that a second daemon takes the place of.
    private func begin(_ action: AgentAction = .reset, milliseconds: Int64 = 30_000) throws -> NIOLoopBound<AgentServer>
    {
        let server = try room.agentServer(events)
        let order = room.order(action, milliseconds: milliseconds)
        try room.onLoop { _ in server.value.begin(7, order) }
        #expect(eventually { room.ran.count == 1 })
        return server
    }

    private func keptServer() throws -> NIOLoopBound<KeptServer> {
        try room.keptServer(try #require(room.doors.first), later)
    }

    @Test func whatRunsIsFoundAndItsEndHeard() throws {
        let server = try begin()
        let kept = try keptServer()
        #expect(later.has("found 7 \(room.ran[0]) reset pm01 "))
        #expect(later.has("caught up"))
        #expect(!later.all.contains { $0.hasPrefix("ended") })
        try room.folder.write("go", "")
        #expect(later.has("ended 7 ok accepted -"))
        try room.onLoop { _ in kept.value.forget(7) }
        #expect(eventually { room.doors.isEmpty }, "it did not end after its last result was forgotten")
        #expect(later.all.count == 3, "\(later.all)")
        #expect(room.ran.count == 1)
        try room.onLoop { _ in server.value.close() }
    }

    @Test func anEndThatNobodyHeardIsToldAtOnce() throws {
        let server = try begin()
        try room.folder.write("go", "")
        #expect(events.has("ended 7 ok"))
        let kept = try keptServer()
        #expect(later.has("caught up"))
        #expect(later.all.map { $0.prefix(7) } == ["found 7", "ended 7", "caught "])
        try room.onLoop { _ in kept.value.close() }
        try room.onLoop { _ in server.value.close() }
    }

    @Test func whatWasForgottenIsNotFound() throws {
        let server = try begin()
        try room.folder.write("go", "")
        #expect(events.has("ended 7 ok"))
        let door = try #require(room.doors.first)
        try room.onLoop { _ in server.value.forget(7) }
        let order = room.order(.status)
        try room.onLoop { _ in server.value.begin(8, order) }
        #expect(events.has("ended 8"))
        _ = try room.keptServer(door, later)
        #expect(later.has("caught up"))
        #expect(later.all == ["caught up"])
        try room.onLoop { _ in server.value.close() }
    }

    @Test func cancelReachesIt() throws {
        let server = try begin()
        let kept = try keptServer()
        #expect(later.has("caught up"))
        try room.onLoop { _ in kept.value.cancel(7) }
        #expect(later.has("ended 7 oops none cancelled"))
        try room.onLoop { _ in server.value.close() }
    }

    @Test(arguments: [AgentAction.reset, .status])
    func anActionWhoseServerDiesIsUnknownWhenItChangesPower(action: AgentAction) throws {
        let server = try begin(action)
        _ = try keptServer()
        #expect(later.has("caught up"))
        try killServer()
        let code = action.changesPower ? "unknown" : "oops"
        #expect(later.has("ended 7 \(code) none plugin-lost"))
        #expect(later.has("lost "))
        #expect(isDead(room.ran[0]))
        try room.onLoop { _ in server.value.close() }
    }

    /// The same from the side of the daemon that began it.
    @Test func anOrderThatWasSentIsUnknown() throws {
        let server = try begin()
        try killServer()
        #expect(events.has("ended 7 unknown none plugin-lost"))
        #expect(isDead(room.ran[0]))
        try room.onLoop { _ in server.value.close() }
        #expect(eventually { room.doors.isEmpty })
    }

    @Test func aSocketThatNobodyServesGoesAway() throws {
        let server = try begin()
        let door = try #require(room.doors.first)
        kill(try parent(of: room.ran[0]), SIGSTOP)
        try room.onLoop { _ in server.value.close() }
        #expect(room.doors.isEmpty, "the daemon's own end leaves nothing")
        try ProcessRun.shell("perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => shift, Listen => 1)' \(door)")
            .expectSuccess()
        #expect(room.doors == [door])
        _ = try room.keptServer(door, later)
        #expect(later.has("lost nobody serves it any more"))
        #expect(room.doors.isEmpty)
    }

    private func killServer() throws { kill(try parent(of: room.ran[0]), SIGKILL) }

    private func parent(of pid: pid_t) throws -> pid_t {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("PPid:") })
        return try #require(pid_t(line.dropFirst(6)))
    }
}

extension ProcessRun {
    fileprivate func expectSuccess() { #expect(status == 0, "\(errors)") }
}
