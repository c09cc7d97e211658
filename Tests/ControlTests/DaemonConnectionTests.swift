import ClusterModel
import Control
import Foundation
import TestRig
import Testing

@Suite struct DaemonConnectionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func serve(_ script: @escaping @Sendable (ScriptedServer.Peer) -> Void) throws -> ScriptedServer {
        try ScriptedServer(at: folder.path("sock"), script)
    }

    private func connect(within milliseconds: Int64 = 10_000) throws(DaemonError) -> DaemonConnection {
        try DaemonConnection(path: folder.path("sock"), client: "test", until: .soon(milliseconds))
    }

    private func error(_ body: () throws -> Void) -> DaemonError? {
        do {
            try body()
        } catch {
            return error as? DaemonError
        }
        return nil
    }

    private func status(within milliseconds: Int64 = 10_000) throws(DaemonError) -> ControlReply.Body {
        try connect().ask(.status, until: .soon(milliseconds))
    }

    @Test func helloAndAnAnswer() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            ScriptedDaemon.send(.queued, to: peer)
            peer.sendLine(#"{"event":"of a later release"}"#)
            ScriptedDaemon.send(.reply(ControlReply(.status(Samples.status))), to: peer)
        }
        let connection = try connect()
        #expect(connection.hello.node == Samples.node("pm02"))
        #expect(connection.hello.rights == .act)
        #expect(try connection.ask(.status, until: .soon()) == .status(Samples.status))
        #expect(server.received == [#"{"hello":"stonith","versions":[1],"client":"test"}"#, #"{"verb":"status"}"#])
    }

    @Test func nobodyListens() throws {
        let path = folder.path("sock")
        #expect(error { _ = try connect() } == .noDaemon(path: path, errno: ENOENT))
        try serve { _ in }.stop()
        #expect(error { _ = try connect() } == .noDaemon(path: path, errno: ECONNREFUSED))
        let long = "/tmp/" + String(repeating: "x", count: 200)
        #expect(
            error { _ = try DaemonConnection(path: long, client: "", until: .soon()) }
                == .noDaemon(path: long, errno: ENAMETOOLONG))
    }

    @Test func aListenerThatNeverAcceptsIsNotWaitedForBeyondTheDeadline() throws {
        let server = try serve { $0.waitForClose() }
        let start = Instant.now()
        #expect(
            error { _ = try connect(within: 150) } == .noDaemon(path: folder.path("sock"), errno: ETIMEDOUT))
        #expect((150..<5000).contains(Instant.now().milliseconds(since: start)))
        withExtendedLifetime(server) {}
    }

    @Test(arguments: [
        (#"{"event":"error","code":"version","text":"no","versions":[2,3]}"#, DaemonError.refusedVersion([2, 3])),
        (ScriptedDaemon.hello.replacing("\"version\":1", with: "\"version\":9"), .refusedVersion([9])),
        (#"{"event":"error","code":"busy","text":"full"}"#, .refused(ControlError(.busy, "full"))),
        (#"{"event":"reply","verb":"watch"}"#, .badAnswer("no hello")),
        ("HTTP/1.1 400 Bad Request", .badAnswer("no JSON: unexpected 'H' at byte 0")),
        (#"{"hello":"world"}"#, .badAnswer("\"hello\" must be \"stonithd\"")),
    ])
    func whatIsNoHelloIsSaid(line: String, expected: DaemonError) throws {
        let server = try serve { peer in
            _ = peer.readLine()
            peer.sendLine(line)
        }
        #expect(error { _ = try connect() } == expected)
        withExtendedLifetime(server) {}
    }

    @Test func aServerThatClosesIsTold() throws {
        let path = folder.path("sock")
        let server = try serve { peer in
            switch peer.index {
            case 0: break
            case 1: ScriptedDaemon.greet(peer)
            default:
                ScriptedDaemon.greet(peer)
                _ = peer.readLine()
                peer.send(#"{"event":"reply","verb":"sta"#)
            }
        }
        #expect(error { _ = try connect() } == .noDaemon(path: path, errno: ECONNRESET))
        #expect(error { _ = try status() } == .lost(path: path))
        #expect(error { _ = try status() } == .lost(path: path))
        withExtendedLifetime(server) {}
    }

    /// A signal would end the whole test run.
    @Test func sendingToAServerThatIsGoneIsAnErrorAndNoSignal() throws {
        let server = try serve { ScriptedDaemon.greet($0) }
        let connection = try connect()
        #expect(error { _ = try connection.nextMessage(until: .soon()) } == .lost(path: folder.path("sock")))
        let lost = error {
            for _ in 0..<3 { try connection.send(ControlRequest(.status), until: .soon()) }
        }
        #expect(lost == .lost(path: folder.path("sock")))
        withExtendedLifetime(server) {}
    }

    @Test func aServerThatDoesNotReadIsNotWaitedForBeyondTheDeadline() throws {
        let gate = DispatchSemaphore(value: 0)
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            gate.wait()
        }
        let connection = try connect()
        let late = error {
            for _ in 0..<100_000 { try connection.send(ControlRequest(.status), until: .soon(100)) }
        }
        #expect(late == .noAnswer(path: folder.path("sock")))
        gate.signal()
        withExtendedLifetime(server) {}
    }

    @Test func bytesThatComeOneByOneAreOneMessage() throws {
        let server = try serve { peer in
            _ = peer.readLine()
            for character in ScriptedDaemon.hello + "\n" { peer.send(String(character)) }
            _ = peer.readLine()
            let line = String(
                decoding: DaemonMessage.reply(ControlReply(.status(Samples.status))).encoded(), as: UTF8.self)
            for character in line { peer.send(String(character)) }
        }
        #expect(try status() == .status(Samples.status))
        withExtendedLifetime(server) {}
    }

    @Test func garbageAndLinesWithoutEndAreRefused() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            if peer.index == 0 { return peer.sendLine("\u{0}\u{1}") }
            let block = String(repeating: "x", count: 64 * 1024)
            while peer.send(block) {}
        }
        #expect(error { _ = try status() } == .badAnswer("no JSON: unexpected byte 0x0 at byte 0"))
        #expect(error { _ = try status() } == .badAnswer("a line of more than 1048576 bytes"))
        withExtendedLifetime(server) {}
    }

    @Test func anErrorIsThrownAndAWrongReplyIsNone() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            if peer.index == 0 { return ScriptedDaemon.send(.error(Samples.error), to: peer) }
            ScriptedDaemon.send(.reply(ControlReply(.cancel)), to: peer)
        }
        #expect(error { _ = try status() } == .refused(Samples.error))
        #expect(error { _ = try status() } == .badAnswer("cancel where status was asked"))
        withExtendedLifetime(server) {}
    }

    @Test func anAnswerThatComesLateIsNotWaitedFor() throws {
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            peer.waitForClose()
        }
        let connection = try connect()
        let start = Instant.now()
        #expect(
            error { _ = try connection.ask(.status, until: .soon(150)) } == .noAnswer(path: folder.path("sock")))
        #expect(try connection.nextMessage(until: .now()) == nil)
        #expect((150..<5000).contains(Instant.now().milliseconds(since: start)))
        withExtendedLifetime(server) {}
    }

    @Test func anotherThreadEndsTheWait() throws {
        let interruption = try #require(Interruption())
        let server = try serve { peer in
            ScriptedDaemon.greet(peer)
            _ = peer.readLine()
            interruption.interrupt()
            peer.waitForClose()
        }
        let connection = try DaemonConnection(
            path: folder.path("sock"), client: "test", until: .soon(), interruption: interruption)
        #expect(error { _ = try connection.ask(.status, until: .endOfTime) } == .interrupted)
        #expect(error { _ = try connection.nextMessage() } == .interrupted)
        withExtendedLifetime(server) {}
    }

    @Test(arguments: [
        DaemonError.noDaemon(path: "/run/x", errno: ENOENT), .lost(path: "/run/x"), .refusedVersion([2]),
        .badAnswer("x"), .noAnswer(path: "/run/x"), .interrupted, .refused(ControlError(.busy, "full")),
    ])
    func everyErrorHasATextAndAStatusThatIsNoSuccess(error: DaemonError) {
        #expect(!error.text.isEmpty)
        #expect(ExitStatus(error) != .done)
    }
}
