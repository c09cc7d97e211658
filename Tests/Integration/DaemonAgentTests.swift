import Foundation
import TestRig
import Testing

/// RHCS agents as devices of the daemon.
@Suite(.waiting) struct DaemonAgentTests: AgentSuite {
    let stage: Stage
    let folder: TemporaryFolder

    init() throws {
        stage = try Stage.copy()
        folder = try TemporaryFolder()
    }

    private var told: [String] { runsOfNodes() }

    @Test func aFenceSaysWhoReadTheStateBack() throws {
        try add()
        let daemon = try daemon("primitive z stonith:fence_zz params pcmk_host_list=pm01 ip=h password=geheim-5\n")
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0 && verdict.evidence == "read-back")
        #expect((verdict.text ?? "").contains("off was read back by fence_zz"), "\(verdict.text)")
        #expect(told == ["action=reboot ip=h password=geheim-5 nodename=pm01 plug=pm01"])
    }

    @Test func anAgentWithoutRebootIsOffThenOn() throws {
        try add(actions: ["off", "on", "status"])
        let daemon = try daemon("primitive z stonith:fence_zz params pcmk_host_list=pm01 ip=h\n")
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(told.map { $0.prefix(10) } == ["action=off", "action=on "])
    }

    @Test func unfencingIsNotPartOfAFence() throws {
        try add(actions: ["off", "on automatic=\"1\"", "status"])
        let daemon = try daemon("primitive z stonith:fence_zz params pcmk_host_list=pm01 ip=h\n")
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(told.count == 1 && told.first?.hasPrefix("action=off ") == true)
    }

    @Test func aFailureQuotesTheAgentWithoutItsSecrets() throws {
        try add("fence_zz", "echo \"$opt_passwd refused\" >&2; exit 3")
        let daemon = try daemon("primitive z stonith:fence_zz params pcmk_host_list=pm01 ip=h passwd=geheim-6\n")
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status != 0)
        #expect(
            (verdict.text ?? "").contains("login-refused") && (verdict.text ?? "").contains("••• refused"),
            "\(verdict.text)")
        let all = (daemon.log + daemon.readable).joined() + run.output + run.errors
        #expect(!all.contains("geheim"))
    }

    @Test func aPlugThatTheAgentIsNotToldIsNoSuccess() throws {
        try add()
        let daemon = try daemon("primitive z stonith:fence_zz params pcmk_host_map=pm01:8 ip=h plug=7\n")
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status != 0 && (verdict.text ?? "").contains("cannot be told the plug 8 of pm01"), "\(verdict)")
        #expect(told.isEmpty)
    }

    @Test func aLostConnectionIsUnknown() throws {
        try add("fence_zz", "echo 'ERROR: Connection lost' >&2; exit 1")
        let daemon = try daemon("primitive z stonith:fence_zz params pcmk_host_list=pm01 ip=h\n")
        #expect(try daemon.fence("pm01").1.outcome == "unknown")
    }

    @Test func itsOwnListSaysWhichNodesItHas() throws {
        try add(actions: ["off", "on", "reboot", "status", "list"], "[ $action = list ] && echo 1,pm01; exit 0")
        let daemon = try daemon("primitive z stonith:fence_zz params pcmk_host_check=dynamic-list ip=h\n")
        #expect(try eventually { try daemon.stonith(["devices"]).output.contains("pm01") })
        #expect(try daemon.fence("pm01").0.status == 0)
    }

    @Test func whatIsMisspeltIsAProblemOfTheDevice() throws {
        try add()
        let daemon = try daemon("primitive z stonith:fence_zz params pcmk_host_list=pm01 ip=h pasword=x\n")
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status != 0 && (verdict.text ?? "").contains("has no parameter pasword"), "\(verdict.text)")
        #expect(told.isEmpty)
    }

    @Test func aCheckKnowsItsParameters() throws {
        try add()
        let file = try folder.write(
            "stonith.crm",
            """
            primitive a stonith:fence_zz params pcmk_host_list=pm01 ipaddr=h login=u passwd=file:/x
            primitive b stonith:fence_zz params pcmk_host_list=pm01 ip=h usrname=u
            primitive c stonith:fence_zz params pcmk_host_list=pm01 username=u action=off
            primitive d stonith:fence_heuristics_ping params pcmk_host_list=pm01 ping_targets=h
            primitive e stonith:fence_nowhere params pcmk_host_list=pm01
            primitive f stonith:fence_zz params pcmk_host_list="pm01 pm03" ip=h port=7
            primitive g stonith:fence_zz params pcmk_host_map="pm01:7;pm03:8" ip=h plug=dynamic
            primitive h stonith:fence_zz params pcmk_host_map="pm01:7,8" ip=h plug=9
            primitive i stonith:fence_ipmilan params ip=h username=u
            property stonith-timeout=300s

            """, mode: 0o600)
        let lines = try stage.stonith(["check", file]).errors.split(separator: "\n").map(String.init)
        #expect(!lines.contains { $0.contains(": a:") || $0.contains(" a: ") }, "\(lines)")
        #expect(lines.contains { $0.contains("b: fence_zz has no parameter usrname: did you mean username?") })
        #expect(lines.contains { $0.contains("c: the parameter ip is missing") })
        #expect(lines.contains { $0.contains("c: action is left out") })
        #expect(lines.contains { $0.contains("d: fence_heuristics_ping does nothing to a node") })
        #expect(lines.contains { $0.contains("f: port is the same for all of its nodes (pm01, pm03)") })
        #expect(!lines.contains { $0.contains(" g: ") }, "\(lines)")
        #expect(lines.contains { $0.contains("h: plug is the same for all plugs of pm01") })
        #expect(lines.contains { $0.contains("i: fence_ipmilan switches the same machine whichever node is") })
        #expect(lines.contains { $0.contains("e: there is no device type fence_nowhere") })
    }

    @Test func whatWasReadBackForADaemonThatCrashedCountsAsAccepted() throws {
        try add("fence_zz", "until [ -e \(folder.path("go")) ]; do sleep 0.05; done; exit 0")
        let daemon = try daemon("primitive z stonith:fence_zz params pcmk_host_list=pm01 ip=h\n")
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(eventually { !told.isEmpty })
        daemon.signal(SIGKILL)
        _ = daemon.wait()
        try daemon.start()
        try folder.write("go", "")
        #expect(fence.wait(seconds: 20) == 0)
        #expect(told.count == 1, "it was asked once")
        #expect(try daemon.folder.read("fence.out").contains(#""evidence":"accepted""#))
    }
}
