import ClusterModel
import Execution
import Foundation
import TestRig
import Testing
import Wire

/// The process that a fork server keeps ready for the next action of a plugin.
@Suite(.waiting) struct SpareTests {
    private let stage: Stage
    private let folder: TemporaryFolder

    init() throws {
        stage = try Stage.copy()
        try stage.add(plugin: "fail")
        folder = try TemporaryFolder()
    }

    private func server(through wrapper: [String] = []) throws -> KeptExec {
        try KeptExec(stage, in: folder, [stage.plugin("fail")], through: wrapper)
    }

    private func order(_ how: String, milliseconds: Int64 = 20_000, key: String = "") -> ExecRequest.Order {
        ExecRequest.Order(
            action: .reset, target: "pm01", deadlineMilliseconds: BootClock.milliseconds() + milliseconds,
            parameters: [Parameter(name: "how", value: Secret(how)), Parameter(name: "key", value: Secret(key))])
    }

    /// What runs as a child of the server.
    private func children(of server: KeptExec) -> [pid_t] {
        let path = "/proc/\(server.pid)/task/\(server.pid)/children"
        return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: " ").compactMap {
            pid_t($0)
        }
    }

    private func spare(of server: KeptExec) throws -> pid_t {
        #expect(eventually { children(of: server).count == 1 })
        return try #require(children(of: server).first)
    }

    private func begun(_ id: UInt64, _ client: ExecConnection) throws -> pid_t? {
        while let reply = try client.next() { if case .begun(id, let begun) = reply { return begun.pid } }
        return nil
    }

    private func done(_ id: UInt64, _ client: ExecConnection) throws -> ExecReply.Result? {
        while let reply = try client.next() { if case .done(id, let result) = reply { return result } }
        return nil
    }

    @Test func itTakesTheNextOrderAndAnotherTakesItsPlace() throws {
        let server = try server()
        let spare = try spare(of: server)
        server.client.send(.act(id: 7, order("hang")))
        #expect(try begun(7, server.client) == spare)
        #expect(eventually { children(of: server).count == 2 })
    }

    /// Of 64 KiB, as many as a frame may have.
    @Test func aLongOrderReachesIt() throws {
        let server = try server()
        let spare = try spare(of: server)
        server.client.send(.act(id: 7, order("well", key: String(repeating: "k", count: 65_000))))
        #expect(try begun(7, server.client) == spare)
        #expect(try done(7, server.client)?.ending == .returned)
    }

    @Test func oneThatIsKilledIsReplaced() throws {
        let server = try server()
        let spare = try spare(of: server)
        kill(spare, SIGKILL)
        server.client.send(.act(id: 7, order("well")))
        #expect(try done(7, server.client)?.ending == .returned || isDead(spare))
        #expect(eventually { children(of: server).first.map { $0 != spare } == true })
        server.client.send(.act(id: 8, order("well")))
        #expect(try done(8, server.client)?.code == 0)
    }

    /// When no process can be had for a second action, the first one still has its own.
    @Test func aFullProcessTableLeavesRoomForOneAction() throws {
        for path in [folder.root, "\(stage.prefix)/.."] {
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
        }
        let server = try server(through: [
            "/usr/bin/setpriv", "--reuid=61234", "--regid=61234", "--clear-groups", "/usr/bin/prlimit", "--nproc=2",
        ])
        let spare = try spare(of: server)
        server.client.send(.act(id: 7, order("hang", milliseconds: 2000)))
        #expect(try begun(7, server.client) == spare)
        server.client.send(.act(id: 8, order("well")))
        #expect(try done(8, server.client)?.ending == .notBegun(errno: UInt32(EAGAIN)))
        #expect(try done(7, server.client)?.ending == .deadline)
        #expect(try self.spare(of: server) != spare)
        server.client.send(.act(id: 9, order("well")))
        #expect(try done(9, server.client)?.code == 0)
    }

    @Test func itDiesWithItsServer() throws {
        let server = try server()
        let spare = try spare(of: server)
        kill(server.pid, SIGKILL)
        #expect(eventually { isDead(spare) })
    }

    @Test func aServerThatEndsLeavesNone() throws {
        let server = try server()
        let spare = try spare(of: server)
        server.client.close()
        #expect(server.hasEnded() && eventually { isDead(spare) })
    }

    private static func files(of pid: pid_t) -> [String] {
        let folder = "/proc/\(pid)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
    }

    private static func isAlone(_ files: [String]) -> Bool {
        files.count { $0.hasPrefix("pipe:") } == 3
            && !files.contains { $0.hasPrefix("socket:") || $0.contains("signal") }
    }

    /// Neither the way to the client nor a sibling's pipes: what an action has open is its own output and result.
    @Test func noActionHasWhatIsNotItsOwn() throws {
        let server = try server()
        for id in UInt64(1)...20 {
            server.client.send(.act(id: id, order("hang")))
            let pid = try #require(try begun(id, server.client))
            // The client hears of it before it has come so far.
            #expect(eventually { Self.isAlone(Self.files(of: pid)) }, "\(Self.files(of: pid))")
        }
    }
}
