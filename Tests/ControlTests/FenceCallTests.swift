import ClusterModel
import Control
import Foundation
import TestRig
import Testing

@Suite struct FenceCallTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func serve(_ script: @escaping @Sendable (ScriptedServer.Peer) -> Void) throws -> ScriptedServer {
        try ScriptedServer(at: folder.path("sock"), script)
    }

    private func call(timeout: Int64? = 5000) -> FenceCall {
        var order = FenceOrder(id: Samples.id("r1"), node: Samples.node("pm01"))
        order.timeoutMilliseconds = timeout
        return FenceCall(order, path: folder.path("sock"), client: "test")
    }

    private func run(_ call: FenceCall) -> (result: Result<FencingRecord, DaemonError>, progress: [FenceCall.Progress])
    {
        var call = call
        var progress: [FenceCall.Progress] = []
        do throws(DaemonError) {
            return (.success(try call.run { progress.append($0) }), progress)
        } catch { return (.failure(error), progress) }
    }

    private static func events(_ progress: [FenceCall.Progress]) -> [FencingEvent.Body] {
        progress.compactMap { if case .event(let event) = $0 { event.body } else { nil } }
    }

    @Test func theEventsAndThenTheRecord() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            for body in Samples.bodies.dropLast(3) { ScriptedDaemon.send(body, to: peer) }
            peer.sendLine(#"{"event":"of a later release","id":"r1"}"#)
            ScriptedDaemon.send(.done(Samples.record), to: peer)
        }
        let before = Instant.now()
        let (result, progress) = run(call())
        #expect(try result.get() == Samples.record)
        #expect(Self.events(progress) == Array(Samples.bodies.dropLast(3)))
        let sent = try ControlRequest(decoding: ArraySlice(try #require(server.received.last).utf8))
        let notAfter = try #require(Samples.order(sent)?.notAfter)
        #expect((5000...15_000).contains(notAfter.milliseconds(since: before)))
    }

    @Test func aLostConnectionIsMadeAgainAndTheSameIDAskedFor() throws {
        let server = try serve { peer in
            if peer.index == 1 { return }
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            if peer.index == 0 { return ScriptedDaemon.send(ScriptedDaemon.accepted, to: peer) }
            ScriptedDaemon.send(.done(Samples.record), to: peer)
        }
        let (result, progress) = run(call())
        #expect(try result.get() == Samples.record)
        let lost = FenceCall.Progress.lost(.lost(path: folder.path("sock")))
        #expect(progress.dropFirst() == [lost, .connectedAgain])
        #expect(server.connections == 3)
        let ids = try server.received.filter { $0.contains("fence") }.map { line in
            Samples.order(try ControlRequest(decoding: ArraySlice(line.utf8)))?.id
        }
        #expect(ids == [Samples.id("r1"), Samples.id("r1")])
    }

    /// An end of the client's own would cut a longer budget of the daemon's short.
    @Test func whereTheDaemonChoosesTheTimeoutNotAfterIsWhatItSaid() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            if peer.index == 0 { return ScriptedDaemon.send(ScriptedDaemon.accepted, left: 300_000, to: peer) }
            ScriptedDaemon.send(.done(Samples.record), to: peer)
        }
        let before = Instant.now()
        #expect(try run(call(timeout: nil)).result.get() == Samples.record)
        let orders = try server.received.filter { $0.contains("fence") }.map { line in
            Samples.order(try ControlRequest(decoding: ArraySlice(line.utf8)))
        }
        #expect(orders.count == 2)
        #expect(orders.first??.notAfter == nil)
        let notAfter = try #require(orders.last??.notAfter)
        #expect((300_000...320_000).contains(notAfter.milliseconds(since: before)))
    }

    /// An event waits in the socket while the client sleeps; what it says is left was left long ago. A deadline of the
    /// daemon's shortens the time, and none makes it longer.
    @Test(arguments: [(nil, 3000, 3000), (2000, 600_000, 12_000)] as [(Int64?, Int64, Int64)])
    func anEventThatIsReadLateDoesNotExtendTheDeadline(timeout: Int64?, said: Int64, most: Int64) throws {
        let notAfter = Instant.soon(said)
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            guard peer.index == 0 else { return ScriptedDaemon.send(.done(Samples.record), to: peer) }
            let event = FencingEvent(
                id: Samples.id("r1"), node: Samples.node("pm01"), unixMilliseconds: 1, leftMilliseconds: 600_000,
                notAfter: notAfter, ScriptedDaemon.accepted)
            ScriptedDaemon.send(.event(event), to: peer)
        }
        let before = Instant.now()
        #expect(try run(call(timeout: timeout)).result.get() == Samples.record)
        let orders = try server.received.filter { $0.contains("fence") }.map { line in
            Samples.order(try ControlRequest(decoding: ArraySlice(line.utf8)))
        }
        let (first, second) = (orders.first??.notAfter, try #require(orders.last??.notAfter))
        #expect(orders.count == 2)
        #expect(second == first ?? notAfter)
        #expect(second.milliseconds(since: before) <= most)
    }

    @Test func aDaemonThatStopsIsWaitedForOnceItHadTheOrder() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            if peer.index == 0 { ScriptedDaemon.send(ScriptedDaemon.accepted, to: peer) }
            if peer.index < 2 { return ScriptedDaemon.send(.error(ControlError(.stopping, "it ends")), to: peer) }
            ScriptedDaemon.send(.done(Samples.record), to: peer)
        }
        #expect(try run(call()).result.get() == Samples.record)
        withExtendedLifetime(server) {}
    }

    @Test func aRefusalIsFinal() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            ScriptedDaemon.send(.error(ControlError(.stopping, "it ends")), to: peer)
        }
        #expect(run(call()).result == .failure(.refused(ControlError(.stopping, "it ends"))))
        #expect(server.connections == 1)
    }

    @Test func aDaemonThatIsGoneForGoodEndsIt() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            ScriptedDaemon.send(ScriptedDaemon.accepted, left: 300, to: peer)
        }
        let start = Instant.now()
        var gone = call(timeout: 60_000)
        let result = Result { () throws(DaemonError) -> FencingRecord in
            try gone.run { if case .lost = $0 { server.stop() } }
        }
        #expect(result == .failure(.lost(path: folder.path("sock"))))
        #expect((1300..<10_000).contains(Instant.now().milliseconds(since: start)))
    }

    @Test func noDaemonAtAllIsSaidAtOnce() {
        #expect(run(call(timeout: 60_000)).result == .failure(.noDaemon(path: folder.path("sock"), errno: ENOENT)))
    }

    @Test func aDaemonThatNeverAnswersIsWaitedForUntilASecondPastTheDeadline() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            ScriptedDaemon.send(.done(Samples.openRecord), left: 200, to: peer)
            peer.waitForClose()
        }
        var silent = call(timeout: 60_000)
        silent.tickMilliseconds = 100
        let (result, progress) = run(silent)
        #expect(result == .failure(.noAnswer(path: folder.path("sock"))))
        #expect((2...12).contains(progress.filter { $0 == .tick }.count))
        withExtendedLifetime(server) {}
    }

    @Test func anInterruptionEndsItWhileItTriesAgain() throws {
        let server = try serve { ScriptedDaemon.greet($0) }
        var stopped = call(timeout: 60_000)
        let interruption = try #require(Interruption())
        stopped.interruption = interruption
        let result = Result { () throws(DaemonError) -> FencingRecord in
            try stopped.run { if case .lost = $0 { interruption.interrupt() } }
        }
        #expect(result == .failure(.interrupted))
        withExtendedLifetime(server) {}
    }
}
