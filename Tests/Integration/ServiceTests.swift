import Foundation
import TestRig
import Testing

/// What `stonithd` tells the service manager that started it.
@Suite(.waiting) struct ServiceTests {
    private static func daemon(
        _ manager: NotifySocket, _ more: [String: String] = [:], _ configuration: String = Primitive.null("n")
    ) throws -> RunningDaemon {
        try RunningDaemon(
            configuration + Primitive.budget(60), environment: more.merging(["NOTIFY_SOCKET": manager.name]) { $1 })
    }

    @Test(arguments: [false, true]) func itsLifeIsTold(isAbstract: Bool) throws {
        let manager = try NotifySocket(isAbstract: isAbstract)
        let daemon = try Self.daemon(manager)
        #expect(manager.next() == "READY=1\nSTATUS=serves 1 devices")
        let before = Double(DispatchTime.now().uptimeNanoseconds) / 1000
        daemon.signal(SIGHUP)
        let reloading = try #require(manager.next())
        #expect(reloading.hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        let moment = try #require(Double(reloading.split(separator: "=").last ?? ""))
        #expect((before...before + 10e6).contains(moment))
        #expect(manager.next() == "READY=1\nSTATUS=serves 1 devices")
        #expect(daemon.stop() == 0)
        #expect(manager.next() == "STOPPING=1")
        #expect(manager.next(seconds: 0.2) == nil, "no sign of life was asked for")
    }

    @Test func aBlockedNodeIsInTheStatus() throws {
        let manager = try NotifySocket()
        let stage = try GateScript.stage()
        let folder = try TemporaryFolder()
        let daemon = try RunningDaemon(
            Primitive.gate("g", folder, "result=1") + Primitive.budget(60), stage: stage,
            environment: ["NOTIFY_SOCKET": manager.name])
        #expect(manager.next() == "READY=1\nSTATUS=serves 1 devices")
        #expect(try daemon.fence("pm01").1.outcome == "failed")
        #expect(manager.next() == "STATUS=serves 1 devices; BLOCKED: pm01 (stonith status says what helps)")
        #expect(try daemon.stonith(["confirm", "pm01", "--no-request", "--force"]).status == 0)
        #expect(manager.next() == "STATUS=serves 1 devices")
    }

    @Test func theWatchdogHearsOfItTwiceInItsSpanAsLongAsTheLoopRuns() throws {
        let manager = try NotifySocket()
        let daemon = try Self.daemon(manager, ["WATCHDOG_USEC": "400000"])
        #expect(manager.next() == "WATCHDOG=1")
        #expect(manager.next() == "READY=1\nSTATUS=serves 1 devices")
        let begin = DispatchTime.now()
        for _ in 0..<10 { #expect(manager.next(seconds: 2) == "WATCHDOG=1") }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds) / 1e9
        #expect((1.5...6).contains(seconds), "\(seconds) s")
        daemon.signal(SIGSTOP)
        while manager.next(seconds: 0) != nil {}
        #expect(manager.next(seconds: 0.6) == nil, "a loop that stands still is silent")
        daemon.signal(SIGCONT)
        #expect(manager.next(seconds: 2) == "WATCHDOG=1")
    }

    @Test func aWatchdogForAnotherProcessIsNotItsOwn() throws {
        let manager = try NotifySocket()
        let daemon = try Self.daemon(manager, ["WATCHDOG_USEC": "100000", "WATCHDOG_PID": "1"])
        #expect(manager.next() == "READY=1\nSTATUS=serves 1 devices")
        #expect(manager.next(seconds: 0.3) == nil)
        withExtendedLifetime(daemon) {}
    }

    @Test func noAgentCanSpeakForTheDaemon() throws {
        let manager = try NotifySocket()
        let stage = try Stage.copy()
        let folder = try TemporaryFolder()
        try stage.add(script: "tell", "#!/bin/sh\nenv >\"$file\"\n")
        let daemon = try RunningDaemon(
            "primitive t stonith:external/tell params hostlist=pm01 file=\"\(folder.path("environment"))\"\n"
                + Primitive.budget(60), stage: stage,
            environment: ["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "60000000"])
        _ = try daemon.fence("pm01")
        let environment = try folder.read("environment")
        #expect(environment.contains("hostlist=pm01"))
        #expect(!environment.contains("NOTIFY_SOCKET") && !environment.contains("WATCHDOG"))
    }
}
