import Foundation
import TestRig
import Testing

/// Pacemaker's parameters in the daemon, with agents that note what they are told.
@Suite(.waiting) struct AgentRulesTests: AgentSuite {
    let stage: Stage
    let folder: TemporaryFolder

    init() throws {
        stage = try Stage.copy()
        folder = try TemporaryFolder()
    }

    /// `off 4`: action and plug of each run that was about a node.
    private func told(_ name: String = "fence_zz") -> [String] {
        runsOfNodes(name).map { run in
            ["action=", "plug="].map { key in
                String(run.split(separator: " ").last { $0.hasPrefix(key) }?.dropFirst(key.count) ?? "")
            }.joined(separator: " ")
        }
    }

    @Test func everyPlugIsOffBeforeOneIsOnAgain() throws {
        try add()
        let daemon = try daemon("primitive z stonith:fence_zz params ip=h pcmk_host_map=\"pm01:4,rack\\:5\"\n")
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0 && verdict.evidence == "read-back", "\(run.errors)")
        #expect(told() == ["off 4", "off rack:5", "on 4", "on rack:5"])
        let history = try daemon.stonith(["history", "pm01"]).output
        #expect(history.contains("plug rack:5"), "\(history)")
    }

    @Test func aPlugThatStaysOnIsAFailure() throws {
        try add("fence_zz", "[ \"$opt_plug\" = 5 ] && exit 1; exit 0")
        let daemon = try daemon(
            "primitive z stonith:fence_zz params ip=h pcmk_host_map=\"pm01:4,5\" pcmk_off_retries=1\n")
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status != 0 && verdict.outcome != "fenced")
        #expect(told() == ["off 4", "off 5"])
    }

    @Test func aFailureIsTriedAgainAndEachTryIsOnRecord() throws {
        try add("fence_zz", "[ $(wc -l <\(folder.path("told-fence_zz"))) -lt 12 ] && exit 1; exit 0")
        let daemon = try daemon(
            "primitive z stonith:fence_zz params ip=h pcmk_host_list=pm01 pcmk_off_retries=9\n")
        let (run, verdict) = try daemon.fence("pm01", ["--action", "off"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(verdict.steps.count == told().count && verdict.steps.count > 1)
        #expect(try daemon.stonith(["history", "pm01"]).output.contains("try 2"))
    }

    @Test func aResetThatIsAnOffLeavesTheNodeOffAndSaysSo() throws {
        try add()
        let daemon = try daemon(
            "primitive z stonith:fence_zz params ip=h pcmk_host_list=pm01 pcmk_reboot_action=off\n")
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0 && told() == ["off pm01"])
        #expect(verdict.remarks?.first?.contains("stays off") == true, "\(verdict.remarks ?? [])")
    }

    @Test func anActionHasItsOwnTime() throws {
        try add("fence_zz", "[ $action = off ] && exec sleep 30; exit 0")
        let daemon = try daemon(
            "primitive z stonith:fence_zz params ip=h pcmk_host_list=pm01 pcmk_off_timeout=500ms\n")
        let (run, verdict) = try daemon.fence("pm01", ["--action", "off"], seconds: 10)
        #expect(run.status != 0)
        #expect((verdict.ms ?? 99_999) < 5000, "\(verdict.text ?? "")")
    }

    @Test func whatTheStatusKnowsCanBeFenced() throws {
        try add("fence_zz", "[ $action = status ] && [ \"$opt_plug\" != pm01 ] && exit 1; exit 0")
        let daemon = try daemon(
            "node pm01\nnode pm03\nprimitive z stonith:fence_zz params ip=h pcmk_host_check=status\n")
        #expect(try eventually { try daemon.stonith(["devices"]).output.contains("pm01") })
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(try daemon.fence("pm03").0.status == 105)
    }

    @Test func anAgentThatKnowsNothingIsForEveryNodeOfTheFile() throws {
        try add(actions: ["off", "on", "reboot"])
        let daemon = try daemon("node pm01\nnode pm03\nprimitive z stonith:fence_zz params ip=h pcmk_host_check=none\n")
        #expect(try daemon.fence("pm03").0.status == 0)
        #expect(try daemon.fence("pm04").0.status == 105)
    }

    @Test(arguments: ["", "pcmk_host_check=status", "pcmk_host_check=none", "pcmk_host_list=\"pm01 pm03\""])
    func aBoardThatIgnoresItsPlugFencesNobodyElse(words: String) throws {
        let board = FakeAgent.parameter("plug", #"required="0""#) + FakeAgent.parameter("port_as_ip", #"required="0""#)
        try add(parameters: board)
        let daemon = try daemon("node pm01\nnode pm03\nprimitive z stonith:fence_zz params ip=h \(words)\n")
        #expect(try daemon.fence("pm01").0.status != 0)
        #expect(told().isEmpty)
        #expect(daemon.logs("device z cannot work: fence_zz switches the same machine"))
    }

    @Test func aNodeIsListedByItsPlugInItsOwnSpelling() throws {
        try add(
            actions: ["off", "on", "reboot", "status", "list"],
            "[ $action = list ] && printf '7,\\n8,\\nPM03,\\n'; exit 0")
        let daemon = try daemon(
            "node pm01\nprimitive z stonith:fence_zz params ip=h pcmk_host_check=dynamic-list "
                + "pcmk_host_map=\"pm01:7;pm05:9\"\n")
        #expect(try eventually { try daemon.stonith(["devices"]).output.contains("pm01") })
        #expect(try daemon.fence("pm01", ["--action", "off"]).0.status == 0)
        #expect(try daemon.fence("pm03", ["--action", "off"]).0.status == 0)
        #expect(told() == ["off 7", "off PM03"])
        #expect(try daemon.fence("pm05").0.status == 105)
    }

    @Test func ofTwoMachinesThatDifferInCaseTheExactNameIsTheNode() throws {
        try add(
            actions: ["off", "on", "reboot", "status", "list"],
            "[ $action = list ] && printf 'Web,\\nweb,\\nDb,\\nDB,\\n'; exit 0")
        let daemon = try daemon("primitive z stonith:fence_zz params ip=h\n")
        #expect(try eventually { try daemon.stonith(["devices"]).output.contains("web") })
        #expect(try daemon.fence("web", ["--action", "off"]).0.status == 0)
        #expect(try daemon.fence("db", ["--action", "off"]).0.status == 105)
        #expect(told() == ["off web"])
    }

    // MARK: Unfencing

    private static let unfencers = """
        primitive scsi stonith:fence_scsiz params ip=h pcmk_host_list="pm01 pm02" meta provides=unfencing
        primitive fabric stonith:fence_fabricz params ip=h pcmk_host_list=pm02 meta provides=unfencing

        """

    @Test func aNodeUnfencesItselfByAllItsDevices() throws {
        try add("fence_scsiz", actions: ["off", "on automatic=\"1\" on_target=\"1\"", "status"])
        try add("fence_fabricz")
        let daemon = try daemon(Self.unfencers)
        let run = try daemon.stonith(["unfence"])
        #expect(run.status == 0 && run.output.contains("pm02"), "\(run.errors)")
        #expect(told("fence_scsiz") == ["on pm02"] && told("fence_fabricz") == ["on pm02"])
        // Fencing itself is as forbidden as ever.
        #expect(try daemon.stonith(["fence", "pm02"]).status == 107)
    }

    @Test func halfAnUnfencingIsNone() throws {
        try add("fence_scsiz", actions: ["off", "on automatic=\"1\" on_target=\"1\"", "status"])
        try add("fence_fabricz", "exit 3")
        let daemon = try daemon(Self.unfencers)
        #expect(try daemon.stonith(["unfence"]).status == 5)
    }

    @Test func whatWorksOnTheNodeItselfOnlyIsLeftToIt() throws {
        try add("fence_scsiz", actions: ["off", "on automatic=\"1\" on_target=\"1\"", "status"])
        try add("fence_fabricz")
        let daemon = try daemon(Self.unfencers)
        let run = try daemon.stonith(["unfence", "pm01"])
        #expect(run.status != 0 && (run.output + run.errors).contains("only on pm01 itself"), "\(run.output)")
        #expect(told("fence_scsiz").isEmpty)
    }

    // MARK: Plugins and scripts

    @Test func aScriptIsAskedForThePlug() throws {
        try stage.add(script: "gate", GateScript.text)
        let daemon = try RunningDaemon(
            "primitive g stonith:external/gate params mark=\"\(folder.path("mark"))\" pcmk_host_map=\"pm01:Outlet-7\" "
                + "pcmk_action_limit=-1 pcmk_reboot_action=off\n" + Primitive.budget(70), stage: stage)
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(folder.marks.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == ["off Outlet-7"])
    }

    @Test func aDeviceWithALimitDoesTwoThingsAtOnce() throws {
        try stage.add(script: "gate", GateScript.text)
        let daemon = try RunningDaemon(
            "primitive g stonith:external/gate params hostlist=\"pm01 pm03 pm04\" mark=\"\(folder.path("mark"))\" "
                + "gate=\"\(folder.path("open"))\" pcmk_action_limit=2\n" + Primitive.budget(70), stage: stage)
        let fences = try ["pm01", "pm03", "pm04"].map { try daemon.begin(["fence", $0]) }
        #expect(eventually { folder.marks.count == 2 })
        try folder.write("open", "")
        for fence in fences { #expect(fence.wait(seconds: 20) == 0) }
        #expect(folder.marks.count == 3)
    }
}
