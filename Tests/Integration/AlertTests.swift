import Foundation
import TestRig
import Testing

/// Programs that are told what happens: what they are told, and that no fence waits for them.
@Suite(.waiting) struct AlertTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Appends its environment, one run a line.
    private static let teller = """
        #!/bin/bash
        line="args=$#"
        for name in ${!CRM_alert_*} colour; do line+="|$name=${!name}"; done
        echo "$line" >>"$CRM_alert_recipient"
        """

    private func add(_ name: String, _ text: String) throws -> String { try folder.write(name, text, mode: 0o755) }

    private func lines(_ name: String = "told") -> [String] {
        ((try? folder.read(name)) ?? "").split(separator: "\n").map(String.init)
    }

    private func told(_ parts: String..., times: Int = 1) -> Bool {
        eventually { lines().count { line in parts.allSatisfy(line.contains) } >= times }
    }

    private func alert(_ id: String, _ path: String, _ more: String = "") -> String {
        "alert \(id) \(path) \(more) to { \(folder.path("told")) attributes colour=red }\n"
    }

    @Test func whatAProgramIsTold() throws {
        let path = try add("teller", Self.teller)
        let daemon = try RunningDaemon(
            Primitive.null("n") + alert("a", path, "meta timestamp-format=\"%Y|%%N\"") + Primitive.budget(70))
        #expect(try daemon.fence("pm01", ["--id", "r1"]).0.status == 0)
        #expect(told("CRM_alert_status=fenced"))
        let line = try #require(lines().first)
        for word in [
            "args=0|", "|CRM_alert_kind=fencing|", "|CRM_alert_node=pm01|", "|CRM_alert_task=reboot|",
            "|CRM_alert_rc=0|", "|CRM_alert_recipient=\(folder.path("told"))|", "|CRM_alert_node_sequence=1|",
            "|CRM_alert_timestamp=20", "|%N|", "|colour=red",
        ] {
            #expect(line.contains(word), "\(word) in \(line)")
        }
        #expect(line.contains("|CRM_alert_desc=Operation reboot of pm01 by pm02 for stonith fence (pid "))
        #expect(line.contains("@pm02: OK (") && line.contains(" (ref=r1)|"))
        let epoch = try #require(
            line.firstMatch(of: #/CRM_alert_timestamp_epoch=(\d+)\|CRM_alert_timestamp_usec=\d{6}\|/#))
        #expect(abs((Double(epoch.1) ?? 0) - Date().timeIntervalSince1970) < 60)
    }

    @Test func whatGoesWrongIsTold() throws {
        let path = try add("teller", Self.teller)
        let daemon = try RunningDaemon(
            "primitive b stonith:external/nosuch params hostlist=pm03\n"
                + Primitive.meatware("m", nodes: "pm05", "stonith-timeout=100s") + alert("a", path)
                + Primitive.budget(110))
        #expect(told("CRM_alert_kind=node", "CRM_alert_node=pm02", "CRM_alert_status=device-broken", "device b"))
        #expect(try daemon.fence("pm03").0.status == 5)
        #expect(told("CRM_alert_node=pm03", "CRM_alert_status=failed", "CRM_alert_rc=5", ": Error ("))
        #expect(told("CRM_alert_node=pm03", "CRM_alert_status=blocked"))
        let fence = try daemon.begin(["fence", "pm05"])
        #expect(told("CRM_alert_node=pm05", "CRM_alert_status=person-needed", "stonith confirm pm05"))
        #expect(try daemon.stonith(["confirm", "pm05", "--force"]).status == 0)
        #expect(fence.wait(seconds: 10) == 0 && told("CRM_alert_node=pm05", "CRM_alert_status=fenced"))
        #expect(try daemon.stonith(["confirm", "pm03", "--force", "--no-request"]).status == 0)
        #expect(told("CRM_alert_node=pm03", "CRM_alert_status=unblocked"))
        #expect(try daemon.stonith(["fence", "pm09"]).status == 105)
        #expect(told("CRM_alert_node=pm09", "CRM_alert_status=refused", "CRM_alert_rc=105"))
    }

    @Test func oneThatHangsDelaysNoFence() throws {
        let path = try add("hangs", "#!/bin/sh\necho x >>\(folder.path("begun"))\nexec sleep 600\n")
        let nodes = (101...190).map { "pm\($0)" }
        let daemon = try RunningDaemon(
            Primitive.null("n", nodes: nodes.joined(separator: " ")) + alert("a", path, "meta timeout=5s")
                + alert("b", try add("teller", Self.teller)) + Primitive.budget(70))
        var slowest = 0
        for node in nodes {
            let (run, verdict) = try daemon.fence(node)
            #expect(run.status == 0)
            slowest = max(slowest, verdict.ms ?? .max)
        }
        #expect(slowest < 1000)
        #expect(told("CRM_alert_status=fenced", times: 90), "the other one hears everything")
        #expect(daemon.logs("alert a is too slow: it is not told everything any more"))
        #expect(daemon.logs("alert a (\(path)) failed:"), "the deadline ends it")
        #expect(try daemon.stonith(["status"]).output.contains("alert a"))
        #expect(daemon.stop() == 0)
    }

    @Test func atMostFourAtOnce() throws {
        let path = try add("hangs", "#!/bin/sh\necho x >>\(folder.path("begun"))\nexec sleep 600\n")
        let daemon = try RunningDaemon(Primitive.null("n") + alert("a", path) + Primitive.budget(70))
        for _ in 0..<6 { #expect(try daemon.fence("pm01").0.status == 0) }
        #expect(eventually { lines("begun").count == 4 })
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(lines("begun").count == 4)
    }

    @Test func oneThatIsMissingOrAnybodysIsNotRun() throws {
        let open = try add("open", Self.teller)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: open)
        let daemon = try RunningDaemon(
            Primitive.null("n") + alert("gone", folder.path("nosuch")) + alert("open", open) + Primitive.budget(70))
        #expect(daemon.logs("alert gone cannot run: ") && daemon.logs("alert open cannot run: "))
        let status = try daemon.stonith(["status"]).output
        #expect(status.contains("alert gone cannot run") && status.contains("alert open cannot run"), "\(status)")
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(lines().isEmpty)
    }

    @Test func oneThatGoesAwayIsSaidOnceAndSoIsItsReturn() throws {
        let path = try add("teller", Self.teller)
        let daemon = try RunningDaemon(Primitive.null("n") + alert("a", path) + Primitive.budget(70))
        #expect(try daemon.fence("pm01").0.status == 0 && told("CRM_alert_status=fenced"))
        try FileManager.default.removeItem(atPath: path)
        for _ in 0..<3 { #expect(try daemon.fence("pm01").0.status == 0) }
        #expect(daemon.logs("alert a (\(path)) failed:"))
        _ = try add("teller", Self.teller)
        #expect(try daemon.fence("pm01").0.status == 0)
        #expect(daemon.logs("alert a works again"))
        #expect(daemon.log.count { $0.contains("alert a (") } == 1, "\(daemon.log)")
    }

    @Test func selectionsAndReload() throws {
        let path = try add("teller", Self.teller)
        let broken = "primitive b stonith:external/nosuch params hostlist=pm03\n"
        let daemon = try RunningDaemon(
            Primitive.null("n") + broken + alert("a", path, "select nodes") + Primitive.budget(70))
        #expect(told("CRM_alert_status=device-broken"))
        #expect(try daemon.fence("pm01").0.status == 0)
        try daemon.write(
            configuration: Primitive.null("n") + alert("a", path, "select fencing") + Primitive.budget(70))
        daemon.signal(SIGHUP)
        #expect(daemon.logs("is in force", times: 2))
        #expect(try daemon.fence("pm01", ["--id", "second"]).0.status == 0)
        #expect(told("ref=second"))
        #expect(lines().allSatisfy { $0.contains("CRM_alert_kind=node") || $0.contains("ref=second") })
    }
}
