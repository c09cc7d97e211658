import Foundation
import TestRig
import Testing

/// Who may ask the daemon for what: by the kernel's word on the process that connects.
@Suite(.waiting, .enabled(if: Namespace.isAllowed, "needs root, to ask as somebody else")) struct PolicyTests {
    private static let policy = """
        user 4711 fence
        group 4712 confirm read
        group 4713 cancel monitor
        other read
        """

    private let daemon: RunningDaemon

    init() throws {
        daemon = try RunningDaemon(
            Primitive.null("n") + Primitive.meatware("m", nodes: "pm03") + Primitive.budget(700), policy: Self.policy)
    }

    /// Runs a verb as that user, with those groups beside a first one that no line is about.
    private func run(_ arguments: [String], uid: Int, groups: [Int] = []) throws -> ProcessRun {
        let more = groups.isEmpty ? ["--clear-groups"] : ["--groups=\(groups.map(String.init).joined(separator: ","))"]
        return try ProcessRun.run(
            "/usr/bin/setpriv",
            ["--reuid=\(uid)", "--regid=9999"] + more + [daemon.stage.stonith] + arguments
                + ["--socket", daemon.socket])
    }

    private func expect(
        _ allowed: Bool, _ arguments: [String], uid: Int, groups: [Int] = [],
        from place: SourceLocation = #_sourceLocation
    ) throws {
        let run = try run(arguments, uid: uid, groups: groups)
        #expect((run.status != 77) == allowed, "\(arguments): \(run.output)\(run.errors)", sourceLocation: place)
    }

    @Test func eachRightForItself() throws {
        try expect(true, ["fence", "pm01"], uid: 4711)
        for verb in [["status"], ["devices"], ["history"], ["watch"], ["monitor", "n"], ["confirm", "pm01"]] {
            try expect(false, verb, uid: 4711)
        }
        for verb in [["status"], ["devices"], ["history"]] { try expect(true, verb, uid: 5000) }
        for verb in [["fence", "pm01"], ["monitor", "n"], ["confirm", "pm01"], ["cancel", "x"]] {
            try expect(false, verb, uid: 5000)
        }
    }

    @Test func supplementaryGroupsCount() throws {
        try expect(true, ["confirm", "pm01", "--no-request", "--force"], uid: 5000, groups: [7, 4712])
        try expect(false, ["monitor", "n"], uid: 5000, groups: [7, 4712])
        try expect(true, ["monitor", "n"], uid: 5000, groups: [4713, 4712])
        try expect(false, ["status"], uid: 5000, groups: [4713])
        let many = (100_000..<100_100).map(\.self)
        try expect(true, ["monitor", "n"], uid: 5000, groups: many + [4713])
        try expect(true, ["status"], uid: 4711, groups: [4712])
    }

    @Test func aRefusalNamesRightAndFile() throws {
        let run = try run(["monitor", "n"], uid: 4711)
        #expect(run.status == 77)
        #expect(run.errors.contains("takes the right monitor, which \(daemon.folder.path("policy")) does not give you"))
    }

    @Test func whoMayFenceMayTakeTheirOwnRequestBack() throws {
        let own = try daemon.connectFencing("own", uid: 4711)
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED"))
        #expect(try run(["cancel", "own"], uid: 5000).status == 77)
        #expect(try run(["cancel", "own"], uid: 4711).status == 0)
        #expect(own.wait(seconds: 10) == 5)
        let foreign = try daemon.begin(["fence", "pm03", "--id", "foreign"])
        #expect(daemon.logs("OPERATOR INTERVENTION REQUIRED", times: 2))
        #expect(try run(["cancel", "foreign"], uid: 4711).status == 77)
        #expect(try run(["cancel", "foreign"], uid: 5000, groups: [4713]).status == 0)
        #expect(foreign.wait(seconds: 10) == 5)
    }

    @Test func helloSaysWhatAClientMay() throws {
        let client = try SocketClient(daemon.socket, greets: false)
        client.sendLine(SocketClient.hello)
        let line = try #require(client.readLine())
        #expect(line.contains(#""rights":"act","may":["read","fence","cancel","confirm","release","monitor"]"#))
    }

    @Test func aNewPolicyCountsForThoseWhoAreConnected() throws {
        try daemon.write(policy: "user root fence\nother none\n")
        let client = try daemon.connect()
        client.sendLine(#"{"verb":"watch"}"#)
        #expect(client.readLine()?.contains(#""verb":"watch""#) == true)
        daemon.signal(SIGHUP)
        #expect(daemon.logs("is in force", times: 2))
        client.sendLine(#"{"verb":"status"}"#)
        #expect(client.readLine()?.contains(#""code":"not-allowed""#) == true)
        #expect(try daemon.stonith(["fence", "pm01"]).status == 0)
        client.sendLine(#"{"verb":"fence","id":"after","node":"pm09"}"#)
        let next = try #require(client.readLine())
        #expect(next.contains(#""id":"after""#), "what others fence is not shown any more: \(next)")
    }

    @Test func aBrokenPolicyChangesNothing() throws {
        try daemon.write(policy: "other rea\nusr 1 act\n")
        daemon.signal(SIGHUP)
        #expect(daemon.logs("the configuration stays as it was"))
        #expect(daemon.logs("policy:1:7: mistake:") && daemon.logs("policy:2:1: mistake:"))
        try expect(true, ["status"], uid: 5000)
    }
}

extension RunningDaemon {
    /// Begins to have `pm03` fenced as that user.
    fileprivate func connectFencing(_ id: String, uid: Int) throws -> RunningProcess {
        try RunningProcess(
            "/usr/bin/setpriv",
            [
                "--reuid=\(uid)", "--regid=9999", "--clear-groups", stage.stonith, "fence", "pm03", "--id", id,
                "--socket", socket,
            ], environment: ProcessRun.plainEnvironment, output: folder.path("own.out"))
    }
}
