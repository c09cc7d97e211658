import Foundation
import TestRig
import Testing

/// `stonith` and RHCS agents, here made-up ones: what they are told, and what becomes of what they answer.
@Suite(.waiting) struct AgentTests: AgentSuite {
    let stage: Stage
    let folder: TemporaryFolder

    init() throws {
        stage = try Stage.copy()
        folder = try TemporaryFolder()
    }

    private func stonith(_ words: String..., environment: [String: String] = [:]) throws -> ProcessRun {
        try stage.stonith(words, environment: environment)
    }

    private var told: [String] { runs() }

    // MARK: What is there

    @Test func eachAgentIsAType() throws {
        try add("fence_zz")
        let types = try stonith("-L").output.split(separator: "\n").map(String.init)
        #expect(types.contains("fence_zz") && types.contains("fence_ipmilan") && types.contains("external/ipmi"))
        #expect(types == types.sorted() && Set(types).count == types.count)
    }

    @Test func anAgentThatOthersMayWriteIsLeftOut() throws {
        try stage.add(agent: "fence_zz", FakeAgent.text(), mode: 0o775)
        let list = try stonith("-L")
        #expect(!list.output.contains("fence_zz") && list.errors.contains("fence_zz is left out"))
        let run = try stonith("-t", "fence_zz", "ip=h", "-S")
        #expect(run.status == 8 && run.errors.contains("chmod go-w"))
    }

    @Test func itsParametersAreItsMetadatas() throws {
        try add()
        let names = try stonith("-t", "fence_zz", "-n").output.split(whereSeparator: \.isWhitespace)
        #expect(names == ["ip", "username", "password", "plug"])
        let metadata = try stonith("-t", "fence_zz", "-m").output
        #expect(metadata.contains(#"<resource-agent name="fence_zz">"#))
        #expect(metadata.contains(#"<parameter name="ipaddr" unique="0" required="0">"#))
        let help = try stonith("-t", "fence_zz", "-h").output
        #expect(help.contains("It does what the test wants.") && help.contains("https://example.org/fake"))
    }

    @Test func anAgentWithoutMetadataSaysSo() throws {
        try stage.add(agent: "fence_zz", "#!/bin/sh\necho usage >&2\nexit 1\n")
        let run = try stonith("-t", "fence_zz", "-n")
        #expect(run.status == 8 && run.errors.contains("has no metadata"))
    }

    // MARK: What it is told

    @Test func itIsToldOnItsInputAndNowhereElse() throws {
        try add("fence_zz", "env; tr '\\0' '\\n' </proc/$$/cmdline; ls -l /proc/self/fd >&2")
        let file = try folder.write("passwd", "geheim-1\n", mode: 0o600)
        let run = try stonith(
            "-v", "-t", "fence_zz", "ip=h", "username=u v", "password=env:ZZ_PASS", "passwd=file:\(file)", "-T", "off",
            "pm01", environment: ["ZZ_PASS": "geheim-2", "ZZ_OTHER": "stays"])
        #expect(run.status == 0)
        #expect(
            told == ["action=off ip=h username=u v password=geheim-2 passwd=geheim-1 nodename=pm01 plug=pm01"])
        #expect(run.errors.contains("ZZ_OTHER=stays") && !run.errors.contains("ZZ_PASS"))
        #expect(!run.errors.contains("geheim"))
        #expect(run.errors.contains("fence_zz off pm01 OK (power state read back). off was read back by fence_zz"))
    }

    @Test func oldNamesAndPlugsOfTheOperatorAreTaken() throws {
        try add()
        #expect(try stonith("-t", "fence_zz", "ipaddr=h", "port=7", "-T", "reset", "PM01").status == 0)
        #expect(told == ["action=reboot ipaddr=h port=7 nodename=pm01"])
    }

    @Test func aNameIsThePlugAsItWasTyped() throws {
        try add()
        #expect(try stonith("-t", "fence_zz", "ip=h", "-T", "reset", "Web").status == 0)
        #expect(told == ["action=reboot ip=h nodename=web plug=Web"])
    }

    @Test func aMisspeltParameterIsNoParameter() throws {
        try add()
        let run = try stonith("-t", "fence_zz", "ip=h", "pasword=x", "-T", "reset", "pm01")
        #expect(run.status == 1 && run.errors.contains("has no parameter pasword"))
        #expect(told.isEmpty)
    }

    @Test func aValueWithALineBreakIsNotHandedOver() throws {
        try add()
        let run = try stonith("-t", "fence_zz", "ip=h\naction=on", "-T", "off", "pm01")
        #expect(run.status == 1 && run.errors.contains("the value of ip has a line break"))
        #expect(told.isEmpty)
    }

    @Test func oneProgramCanBeSeveralAgents() throws {
        try stage.add(
            agent: "fence_zz",
            "#!/bin/sh\nname=$(basename $0)\ncat <<END\n<resource-agent name=\"x\" shortdesc=\"I am $name\"/>\nEND\n")
        try FileManager.default.createSymbolicLink(
            atPath: "\(stage.prefix)/sbin/fence_zy", withDestinationPath: "fence_zz")
        #expect(try stonith("-t", "fence_zz", "-m").output.contains("I am fence_zz"))
        #expect(try stonith("-t", "fence_zy", "-m").output.contains("I am fence_zy"))
    }

    // MARK: What it answers

    @Test(arguments: [
        (1, 5, "agent-failed"), (2, 1, "bad-arguments"), (3, 2, "login-refused"), (4, 6, "connection-lost"),
        (5, 6, "no-answer"), (6, 5, "still-off"), (7, 5, "still-on"), (8, 5, "no-state"), (9, 5, "no-partition"),
        (10, 1, "no-password"), (11, 2, "too-little-privilege"), (12, 4, "no-such-machine"),
    ])
    func eachExitStatusIsACause(status: Int, exit: Int32, cause: String) throws {
        try add("fence_zz", "echo \"the password $opt_password is wrong\" >&2; exit \(status)")
        let run = try stonith(
            "--json", "-t", "fence_zz", "ip=h", "password=geheim-3", "-T", "off", "pm01")
        #expect(run.status == exit)
        #expect(run.output.contains(#""cause":"\#(cause)""#) && run.output.contains(#""evidence":"none""#))
        #expect(run.errors.contains("the password ••• is wrong"))
        #expect(!(run.output + run.errors).contains("geheim"))
    }

    @Test func anAgentWithoutRebootIsAskedForBoth() throws {
        try add("fence_zz", actions: ["off", "on", "status"])
        let run = try stonith("-t", "fence_zz", "ip=h", "-T", "reset", "pm01")
        #expect(run.status == 0 && run.errors.contains("power state read back"))
        #expect(told.map { $0.prefix(10) } == ["action=off", "action=on "])
    }

    @Test func anOffThatIsNotFollowedByAnOnIsASuccessWithARemark() throws {
        try add("fence_zz", actions: ["off", "on", "status"], "[ $action = off ]")
        let run = try stonith("-t", "fence_zz", "ip=h", "-T", "reset", "pm01")
        #expect(run.status == 0 && run.errors.contains("it was turned off, and not on again"))
    }

    @Test func unfencingIsNotPartOfAFence() throws {
        try add("fence_zz", actions: ["off", "on automatic=\"1\"", "status"])
        #expect(try stonith("-t", "fence_zz", "ip=h", "-T", "reset", "pm01").status == 0)
        #expect(told.count == 1 && told.first?.hasPrefix("action=off ") == true)
    }

    @Test func aCycleIsNotReadBack() throws {
        try add(parameters: FakeAgent.parameter("method", "", #"default="onoff""#))
        let cycle = try stonith("--json", "-t", "fence_zz", "ip=h", "method=cycle", "-T", "reset", "pm01")
        #expect(cycle.output.contains(#""evidence":"accepted""#))
        let onoff = try stonith("--json", "-t", "fence_zz", "ip=h", "-T", "reset", "pm01")
        #expect(onoff.output.contains(#""evidence":"read-back""#))
    }

    @Test func whatDoesNothingToANodeIsNotAskedTo() throws {
        try add("fence_heuristics_zz")
        let run = try stonith("-t", "fence_heuristics_zz", "ip=h", "-T", "reset", "pm01")
        #expect(run.status == 1 && run.errors.contains("its success would prove nothing"))
        #expect(told.isEmpty)
    }

    @Test func itsListIsTheHosts() throws {
        try add(
            "fence_zz", actions: ["off", "list"], "[ $action = list ] || exit 0; echo noise >&2; echo 1,pm01; echo 2,")
        #expect(try stonith("-t", "fence_zz", "ip=h", "-l").output == "1\npm01\n2\n")
        let status = try stonith("-t", "fence_zz", "ip=h", "-S")
        #expect(status.status == 0 && status.errors.contains("fence_zz device OK."))
    }

    @Test func oneThatHangsIsKilledWithAllThatItStarted() throws {
        try add("fence_zz", "sleep 300 & echo $! >\(folder.path("child")); sleep 300")
        let run = try stonith("--timeout", "1", "-t", "fence_zz", "ip=h", "-T", "off", "pm01")
        #expect(run.status == 6 && run.errors.contains("did not end in time and was killed"))
        let child = try #require(pid_t(try folder.read("child").dropLast()))
        #expect(eventually { kill(child, 0) != 0 })
    }

    // MARK: What is kept of it

    @Test func metadataIsAskedForOnceAndAgainAfterAChange() throws {
        let counting = "#!/bin/sh\necho x >>\(folder.path("asked"))\n"
        let text = { (brief: String) in
            counting + "echo '<resource-agent name=\"x\" shortdesc=\"\(brief)\"/>'\n"
        }
        try stage.add(agent: "fence_zz", text("old"))
        for _ in 0..<3 { #expect(try stonith("-t", "fence_zz", "-m").output.contains("old")) }
        #expect(try folder.read("asked") == "x\n")
        try stage.add(agent: "fence_zz", text("new"))
        #expect(try stonith("-t", "fence_zz", "-m").output.contains("new"))
        #expect(try folder.read("asked") == "x\nx\n")
    }

    @Test(arguments: [0o777, 0o770]) func aCacheThatOthersMayWriteIsNotUsed(mode: Int) throws {
        try stage.add(agent: "fence_zz", "#!/bin/sh\necho '<resource-agent name=\"x\" shortdesc=\"true\"/>'\n")
        #expect(try stonith("-t", "fence_zz", "-m").status == 0)
        let cache = "\(stage.prefix)/../var/cache/stonith/metadata"
        let text = try String(contentsOfFile: "\(cache)/fence_zz", encoding: .utf8)
        try text.replacing("\"true\"", with: "\"forged\"").write(
            toFile: "\(cache)/fence_zz", atomically: false, encoding: .utf8)
        #expect(try stonith("-t", "fence_zz", "-m").output.contains("forged"), "it is read while it is safe")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: cache)
        #expect(try stonith("-t", "fence_zz", "-m").output.contains("true"))
    }

    @Test func theCacheIsItsOwnersAlone() throws {
        try add()
        _ = try stonith("-t", "fence_zz", "-n")
        let cache = "\(stage.prefix)/../var/cache/stonith/metadata"
        for (path, mode) in [(cache, 0o700), ("\(cache)/fence_zz", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == mode, "\(path)")
        }
    }
}
