import ClusterModel
import Foundation
import NIOCore
import Runtime
import TestRig
import Testing

/// The fork servers of a daemon that lives.
@Suite struct AgentServerTests {
    private let room: AgentRoom
    private let events = AgentEvents()

    init() throws { room = try AgentRoom() }

    /// With action 7 begun.
    private func server(_ action: AgentAction) throws -> NIOLoopBound<AgentServer> {
        let server = try room.agentServer(events)
        let order = room.order(action)
        try room.onLoop { _ in server.value.begin(7, order) }
        #expect(eventually { room.ran.count == 1 })
        return server
    }

    private func parent(of pid: pid_t) throws -> pid_t {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("PPid:") })
        return try #require(pid_t(line.dropFirst(6)))
    }

    @Test(arguments: [AgentAction.reset, .status])
    func anOrderThatWasSentIsUnknownWhenItChangesPower(action: AgentAction) throws {
        let server = try server(action)
        kill(try parent(of: room.ran[0]), SIGKILL)
        #expect(events.has("ended 7 \(action.changesPower ? "unknown" : "oops") none plugin-lost"))
        #expect(isDead(room.ran[0]))
        #expect(eventually { events.all.count { $0 == "ready" } == 2 }, "it is not started again")
        #expect(room.doors.count == 1, "the socket of the one before is left over")
        try room.onLoop { _ in server.value.close() }
        #expect(room.doors.isEmpty)
    }

    /// Someone who comes later is told of what was not forgotten, and of nothing else.
    @Test(arguments: [true, false]) func forgetReachesIt(isForgotten: Bool) throws {
        let server = try server(.reset)
        try room.folder.write("go", "")
        #expect(events.has("ended 7 ok"))
        let order = room.order(.status)
        try room.onLoop { _ in
            if isForgotten { server.value.forget(7) }
            server.value.begin(8, order)
        }
        #expect(events.has("ended 8"))
        let later = AgentEvents()
        let kept = try room.keptServer(try #require(room.doors.first), later)
        #expect(later.has("caught up"))
        #expect(later.all.contains { $0.hasPrefix("found 7") } != isForgotten)
        #expect(!later.all.contains { $0.hasPrefix("found 8") })
        try room.onLoop { _ in
            kept.value.close()
            server.value.close()
        }
    }

    /// A fence must not fail for the want of a folder.
    @Test func withoutItsFolderItWorksAndSaysSo() throws {
        try FileManager.default.removeItem(atPath: room.execFolder)
        let server = try server(.reset)
        #expect(events.has("unkept"))
        try room.folder.write("go", "")
        #expect(events.has("ended 7 ok"))
        try room.onLoop { _ in server.value.close() }
    }
}
