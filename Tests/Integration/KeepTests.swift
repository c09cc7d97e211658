import ClusterModel
import Execution
import Foundation
import TestRig
import Testing
import Wire

/// A client that is killed loses no result, and nothing is done twice for it.
@Suite(.waiting) struct KeepTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func done(_ id: UInt64, _ replies: [ExecReply]) -> ExecReply.Result? {
        for case .done(id, let result) in replies { return result }
        return nil
    }

    private func begun(_ id: UInt64, _ replies: [ExecReply]) -> ExecReply.Begun? {
        for case .begun(id, let begun) in replies { return begun }
        return nil
    }

    @Test func anActionGoesOnAndTheNextClientHearsItsEnd() throws {
        let server = try KeptExec(waitingIn: folder)
        let order = server.order()
        server.client.send(.act(id: 7, order))
        #expect(eventually { server.ran.count == 1 })
        server.client.close()
        let (second, told) = try server.reconnect()
        let begun = try #require(self.begun(7, told))
        #expect(begun.pid == server.ran.first && begun.action == .reset && begun.target == "pm01")
        #expect(begun.deadlineMilliseconds == order.deadlineMilliseconds)
        #expect(done(7, told) == nil)
        try folder.write("go", "")
        guard case .done(7, let result) = try second.next() else {
            Issue.record("no result")
            return
        }
        #expect(result.ending == .exited(status: 0) && result.outputTail == "at work\n")
        #expect(server.ran.count == 1)
    }

    @Test func aResultThatNobodyHeardIsKeptUntilItIsForgotten() throws {
        let server = try KeptExec(waitingIn: folder)
        server.client.send(.act(id: 7, server.order()))
        #expect(eventually { server.ran.count == 1 })
        server.client.close()
        try folder.write("go", "")
        #expect(eventually { isDead(server.ran[0]) })
        for _ in 0..<3 {
            let (client, told) = try server.reconnect()
            #expect(told.count == 3 && begun(7, told)?.pid == server.ran[0])
            #expect(done(7, told)?.ending == .exited(status: 0))
            client.close()
        }
        let (client, _) = try server.reconnect()
        client.send(.forget(id: 7))
        let (last, told) = try server.reconnect()
        #expect(told.count == 1, "\(told)")
        #expect(client.isClosed(), "two clients at once")
        last.close()
        #expect(server.hasEnded())
        #expect(!FileManager.default.fileExists(atPath: server.door))
    }

    /// The client may have died after its result came, and before that was safe.
    @Test func aResultThatWasHeardIsKeptAsWell() throws {
        let server = try KeptExec(waitingIn: folder)
        try folder.write("go", "")
        server.client.send(.act(id: 7, server.order()))
        while let reply = try server.client.next() { if case .done = reply { break } }
        server.client.close()
        let (_, told) = try server.reconnect()
        #expect(done(7, told)?.ending == .exited(status: 0))
    }

    @Test func theSameOrderAgainIsNotBegunAgain() throws {
        let server = try KeptExec(waitingIn: folder)
        let order = server.order()
        server.client.send(.act(id: 7, order))
        #expect(eventually { server.ran.count == 1 })
        server.client.close()
        let (second, told) = try server.reconnect()
        second.send(.act(id: 7, order))
        #expect(try second.next() == told.last)
        try folder.write("go", "")
        guard case .done(7, _) = try second.next() else {
            Issue.record("no result")
            return
        }
        second.send(.act(id: 7, order))
        guard case .begun(7, _) = try second.next(), case .done(7, _) = try second.next() else {
            Issue.record("the result was not told again")
            return
        }
        #expect(server.ran.count == 1)
    }

    @Test func anActionThatRunsCannotBeForgotten() throws {
        let server = try KeptExec(waitingIn: folder)
        server.client.send(.act(id: 7, server.order()), .forget(id: 7), .forget(id: 8))
        #expect(eventually { server.ran.count == 1 })
        server.client.close()
        #expect(begun(7, try server.reconnect().1) != nil)
    }

    /// What was asked and not begun is not done for a client that is gone.
    @Test func anOrderThatWasNotReadIsDropped() throws {
        let server = try KeptExec(waitingIn: folder)
        kill(server.pid, SIGSTOP)
        server.client.send(.act(id: 7, server.order()))
        server.client.close()
        let second = try #require(ExecConnection(to: server.door))
        kill(server.pid, SIGCONT)
        #expect(try second.catchUp().count == 1)
        second.send(.act(id: 8, server.order()))
        #expect(eventually { server.ran.count == 1 })
        guard case .begun(8, _) = try second.next() else {
            Issue.record("the new order was not begun")
            return
        }
    }

    @Test func anActionNobodyWaitsForEndsAtItsDeadline() throws {
        let server = try KeptExec(waitingIn: folder)
        server.client.send(.act(id: 7, server.order(milliseconds: 500)))
        #expect(eventually { server.ran.count == 1 })
        server.client.close()
        #expect(eventually { isDead(server.ran[0]) })
        #expect(done(7, try server.reconnect().1)?.ending == .deadline)
    }

    @Test func aNewClientMayCancel() throws {
        let server = try KeptExec(waitingIn: folder)
        server.client.send(.act(id: 7, server.order()))
        #expect(eventually { server.ran.count == 1 })
        server.client.close()
        let (second, _) = try server.reconnect()
        second.send(.cancel(id: 7))
        guard case .done(7, let result) = try second.next() else {
            Issue.record("no result")
            return
        }
        #expect(result.ending == .cancelled)
    }

    @Test func closeIsForGood() throws {
        let server = try KeptExec(waitingIn: folder)
        server.client.send(.act(id: 7, server.order()))
        #expect(eventually { server.ran.count == 1 })
        server.client.send(.close)
        #expect(server.hasEnded())
        #expect(isDead(server.ran[0]))
        #expect(!FileManager.default.fileExists(atPath: server.door))
    }

    @Test func withNothingToKeepItEndsWithItsClient() throws {
        let server = try KeptExec(waitingIn: folder)
        server.client.close()
        #expect(server.hasEnded())
        #expect(!FileManager.default.fileExists(atPath: server.door))
    }

    /// An action that was refused had no process, and its client may not have heard of it.
    @Test func whatWasNotBegunIsKeptToo() throws {
        let server = try KeptExec(waitingIn: folder)
        server.client.send(.act(id: 7, server.order(.off, milliseconds: -1)))
        _ = try server.client.next()
        server.client.close()
        let (_, told) = try server.reconnect()
        #expect(begun(7, told)?.pid == 0 && begun(7, told)?.action == .off)
        #expect(done(7, told)?.ending == .deadline)
    }

    /// A kill of the client at any moment leads to one run and one result, or to none of both.
    @Test func aClientKilledAtAnyMomentLosesNothing() throws {
        for delay in stride(from: 0, to: 5000, by: 250) {
            let folder = try TemporaryFolder()
            let server = try KeptExec(waitingIn: folder)
            try folder.write("go", "")
            server.client.send(.act(id: 7, server.order()))
            let moment = DispatchTime.now() + .microseconds(delay)
            while DispatchTime.now() < moment {}
            let second = ExecConnection(to: server.door)
            server.client.close()
            let told = try second?.catchUp() ?? []
            var result = done(7, told)
            if begun(7, told) != nil, result == nil, case .done(7, let late) = try second?.next() { result = late }
            #expect((result?.ending == .exited(status: 0)) == (begun(7, told) != nil), "\(delay) µs")
            #expect(server.ran.count == (result == nil ? 0 : 1), "\(delay) µs")
        }
    }
}
