import ClusterModel
import Execution
import Foundation
import TestRig
import Testing
import Wire

/// What is kept is bounded, and nobody else's to ask for.
@Suite(.waiting) struct KeepBoundTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func ofResultsTheNewestAreKept() throws {
        let server = try KeptExec(waitingIn: folder)
        for id in UInt64(1)...5000 {
            server.client.send(.act(id: id, server.order(milliseconds: -1)))
            _ = try server.client.next()
        }
        server.client.close()
        let ids = try server.reconnect().1.compactMap { if case .done(let id, _) = $0 { id } else { nil } }
        #expect(ids.count == 4096)
        #expect(ids.last == 5000)
    }

    /// A result outlives any number of words.
    @Test func ofWordsAreKeptEightMebibytes() throws {
        let stage = try Stage.copy()
        try stage.add(plugin: "fail")
        let server = try KeptExec(stage, in: folder, [stage.plugin("fail")])
        let deadline = BootClock.milliseconds() + 4000
        for id in UInt64(1)...200 {
            let order = ExecRequest.Order(
                action: .reset, target: "pm01", deadlineMilliseconds: deadline,
                parameters: [Parameter(name: "how", value: Secret("shout"))])
            server.client.send(.act(id: id, order))
        }
        var ended = 0
        while ended < 200, let reply = try server.client.next(seconds: 30) { if case .done = reply { ended += 1 } }
        #expect(ended == 200)
        #expect(server.client.received > 9 << 20, "they did not say enough")
        server.client.close()
        let (client, told) = try server.reconnect()
        #expect(client.received < 9 << 20)
        let results = told.count { if case .done = $0 { true } else { false } }
        #expect(results > 100 && results <= 200)
    }

    @Test func nobodyElseMayCome() throws {
        let server = try KeptExec(waitingIn: folder)
        let mode = try FileManager.default.attributesOfItem(atPath: server.door)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        for path in [folder.root, server.door] {
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
        }
        let knock = """
            my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or exit 3; my $n = sysread($s, my $b, 1); exit($n ? 4 : 0)
            """
        let arguments = ["-MIO::Socket::UNIX", "-e", knock, server.door]
        let stranger = ["--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/perl"]
        #expect(try ProcessRun.run("/usr/bin/setpriv", stranger + arguments).status == 0, "it was let in")
        #expect(try ProcessRun.run("/usr/bin/perl", arguments).status == 4, "root was not let in")
    }
}
