import Foundation
import StonithClient
import TestRig
import Testing

@Suite(.timeLimit(.minutes(2))) struct StonithClientTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var client: StonithClient {
        StonithClient(socket: folder.path("sock"), name: "test", patience: .seconds(10))
    }

    private func serve(_ script: @escaping @Sendable (ScriptedServer.Peer) -> Void) throws -> ScriptedServer {
        try ScriptedServer(at: folder.path("sock"), script)
    }

    private func error<Value>(_ body: () async throws(StonithError) -> Value) async -> StonithError? {
        do throws(StonithError) {
            _ = try await body()
            return nil
        } catch { return error }
    }

    @Test func aFenceToItsVerdict() async throws {
        let server = try serve(Scripts.fence)
        let seen = Seen()
        let node = try #require(NodeName("pm01"))
        let verdict = try await client.fence(
            node, action: .off, minimumEvidence: .accepted, reason: "test", timeout: .seconds(5), allowsSelf: true,
            id: try #require(RequestID("r1")), progress: seen.add)
        #expect(verdict.isSuccess)
        #expect(verdict.evidence == .readBack)
        #expect(seen.names == ["accepted", "level"])
        let sent = try #require(server.received.last)
        let start =
            #"{"verb":"fence","id":"r1","node":"pm01","action":"off","minimum_evidence":"accepted","self":true,"#
        #expect(sent.hasPrefix(start + #""reason":"test","timeout_ms":5000,"not_after":"#))
    }

    @Test func everyOtherCallHasItsAnswer() async throws {
        let server = try serve(Scripts.answerAll)
        let node = try #require(NodeName("pm01"))
        let id = try #require(RequestID("r1"))
        try await client.cancel(id)
        #expect(try await client.inspect(node).life == ["its power is on"])
        #expect(try await client.confirm(node, manner: .typed, terminal: "pts/0") == [id])
        #expect(try await client.status().release == "0.2.0")
        #expect(try await client.devices().isEmpty)
        #expect(try await client.history(of: node, limit: 5).isEmpty)
        #expect(try await client.console(of: id) == "Kernel panic\n")
        #expect(try await client.monitor("a").code == .access)
        #expect(server.connections == 8)
    }

    @Test func errorsAreTyped() async throws {
        let path = folder.path("sock")
        let missing = await error { () throws(StonithError) in try await client.status() }
        #expect(missing == .daemon(.noDaemon(path: path, errno: ENOENT)))
        #expect(missing?.exitStatus == 102)
        let server = try serve { peer in
            Scripts.greet(peer)
            _ = peer.readLine()
            peer.sendLine(#"{"event":"error","verb":"status","code":"not-allowed","text":"no"}"#)
        }
        let refused = await error { () throws(StonithError) in try await client.status() }
        #expect(refused == .daemon(.refused(ControlError(.notAllowed, "no").answering(verb: "status", tag: nil))))
        #expect(refused?.exitStatus == 77)
        #expect(refused?.text == "no")
        withExtendedLifetime(server) {}
    }

    @Test func aCancelledTaskEndsTheWait() async throws {
        let asked = Seen()
        let server = try serve { peer in
            Scripts.greet(peer)
            asked.add(peer.readLine() ?? "")
            peer.waitForClose()
            asked.add("closed")
        }
        let node = try #require(NodeName("pm01"))
        let task = Task { [client] in await error { () throws(StonithError) in try await client.fence(node) } }
        #expect(await Aside.eventually { asked.names.count == 1 })
        task.cancel()
        #expect(await task.value == .waitCancelled)
        #expect(await Aside.eventually { asked.names.last == "closed" })
        #expect(!server.received.contains { $0.contains("\"cancel\"") })
    }

    /// More calls than Swift's pool has threads: none waits for another.
    @Test func manyCallsWaitAtOnce() async throws {
        let server = try serve { peer in
            Scripts.greet(peer)
            _ = peer.readLine()
            peer.waitForClose()
        }
        let tasks = (0..<40).map { _ in
            Task { [client] in await error { () throws(StonithError) in try await client.status() } }
        }
        #expect(await Aside.eventually { server.received.filter { $0.contains("status") }.count == 40 })
        for task in tasks { task.cancel() }
        for task in tasks { #expect(await task.value == .waitCancelled) }
    }

    @Test func watchYieldsAndThenThrows() async throws {
        let server = try serve { peer in
            Scripts.greet(peer)
            _ = peer.readLine()
            peer.sendLine(#"{"event":"reply","verb":"watch"}"#)
            for _ in 0..<3 { peer.sendLine(Scripts.level) }
        }
        var names: [String] = []
        let lost = await #expect(throws: StonithError.self) {
            for try await event in client.watch() { names.append(event.body.name) }
        }
        #expect(names == ["level", "level", "level"])
        #expect(lost == .daemon(.lost(path: folder.path("sock"))))
        withExtendedLifetime(server) {}
    }

    @Test func aWatchThatIsLeftClosesItsConnection() async throws {
        let seen = Seen()
        let server = try serve { peer in
            Scripts.greet(peer)
            _ = peer.readLine()
            peer.sendLine(#"{"event":"reply","verb":"watch"}"#)
            peer.sendLine(Scripts.level)
            peer.waitForClose()
            seen.add("closed")
        }
        for try await _ in client.watch() { break }
        #expect(await Aside.eventually { seen.names == ["closed"] })
        withExtendedLifetime(server) {}
    }

    @Test func aWatcherThatTakesNothingFallsBehindAndIsTold() async throws {
        let seen = Seen()
        let server = try serve { peer in
            Scripts.greet(peer)
            _ = peer.readLine()
            peer.sendLine(#"{"event":"reply","verb":"watch"}"#)
            for _ in 0..<5000 where !peer.send(Scripts.level + "\n") { break }
            peer.waitForClose()
            seen.add("closed")
        }
        let stream = client.watch()
        #expect(await Aside.eventually { seen.names == ["closed"] })
        var count = 0
        let error = await #expect(throws: StonithError.self) {
            for try await _ in stream { count += 1 }
        }
        #expect(error == .fellBehind)
        #expect(count == 4096)
        withExtendedLifetime(server) {}
    }
}
