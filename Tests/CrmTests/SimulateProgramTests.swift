import Foundation
import TestRig
import Testing
import Wire

/// crm_simulate as a program: what it takes, what it refuses and how, JSON, exit codes.
@Suite struct SimulateProgramTests {
    private static func run(_ arguments: [String], xml: String = SampleCluster.fresh.xml) throws -> ProcessRun {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", xml)
        return try folder.run("crm_simulate", arguments.map { $0 == "FILE" ? file : $0 })
    }

    private static func object(_ arguments: [String]) throws -> JSONValue {
        let run = try run(["-x", "FILE", "--json"] + arguments)
        try #require(run.status == 0, "\(run.errors)")
        return try JSONValue(ofUTF8: Array(run.output.utf8))
    }

    // MARK: JSON

    @Test func everyPartHasItsMembers() throws {
        let object = try Self.object(["-S", "-s", "-d", "pm03", "--why", "vip"])
        #expect(
            object.names == ["before", "modifications", "scores", "changes", "why", "steps", "after"])
        #expect(try Self.object([]).names == ["before"])
        #expect(try Self.object(["-R", "-Q"]).names == [])
        #expect(try Self.object(["--why", "vip"]).names == ["why"])
    }

    @Test func aStatusHasItsMembers() throws {
        let status = try #require(try Self.object(["-S"])["after"])
        #expect(status.names == ["nodes", "resources", "instances", "maintenance_mode"])
        let node = try #require(status["nodes"]?.elements.first)
        #expect(
            node.names == [
                "name", "id", "state", "online", "pending", "unclean", "standby", "standby_onfail", "maintenance",
                "health",
            ])
        let resources = try #require(status["resources"]).elements
        #expect(resources.map { $0["kind"]?.text } == ["primitive", "primitive", "group", "clone"])
        #expect(
            resources[0].names == [
                "kind", "id", "agent", "role", "pending", "nodes", "failed", "failed_probe", "orphan", "disabled",
                "blocked", "managed", "failure_ignored",
            ])
        #expect(resources[2].names == ["kind", "id", "managed", "disabled", "members"])
        #expect(
            resources[3].names == ["kind", "id", "child", "managed", "disabled", "instances", "started", "stopped"])
        #expect(resources[3]["started"]?.elements.map(\.text) == ["pm01", "pm02", "pm03"])
    }

    @Test func changesScoresAndStepsHaveTheirs() throws {
        let object = try Self.object(["-S", "-s", "-f", "pm03"])
        let changes = try #require(object["changes"]).elements
        #expect(changes.first?.names == ["action", "node", "reason", "blocked"])
        #expect(changes.last?.names == ["action", "resource", "from", "to", "reason", "blocked"])
        #expect(object["scores"]?.elements.first?.names == ["step", "resource", "node", "score"])
        let steps = try #require(object["steps"]).elements
        #expect(Set(steps.compactMap { $0["kind"]?.text }) == ["pseudo", "operation", "fencing"])
        #expect(steps.allSatisfy { $0["text"] != nil })
    }

    // MARK: Exit codes

    /// Command lines by the code that they end with.
    private static let lines: [Int32: [[String]]] = [
        0: [["-x", "FILE"], ["--version"], ["--help"]],
        3: [["-x", "FILE", "--output-as", "xml"], ["-x", "FILE", "-e", "ticket"], ["-x", "FILE", "-U"]],
        64: [
            ["--bogus"], ["-x"], ["-x", "FILE", "more"], ["-x", "FILE", "-i", "x"], ["-x", "FILE", "-S", "-F", "x"],
            ["-x", "FILE", "-t", "noon"], ["-x", "FILE", "-q", "maybe"], ["-x", "FILE", "-N", "0"],
            ["-x", "FILE", "--output-as", "html"], ["-x", "FILE", "--why", "vip", "--why", "db"],
        ],
        66: [["-x", "/nonexistent/cib.xml"], ["-x", "/"], ["-P", "/nonexistent"]],
        69: [["-L"], []],
        73: [["-x", "FILE", "-R", "-G", "/nonexistent/graph"], ["-x", "FILE", "-O", "/nonexistent/out"]],
        105: [
            ["-x", "FILE", "-d", "nobody"], ["-x", "FILE", "-i", "none_start_0@pm01=0"],
            ["-x", "FILE", "-i", "web_start_0@pm01=0"], ["-x", "FILE", "--why", "nothing"],
            ["-x", "FILE", "-S", "-F", "none_stop_0@pm01=1"], ["-x", "FILE", "-S", "-F", "vip_stop_0@pm09=1"],
        ],
    ]

    @Test(arguments: lines.keys.sorted()) func everyEndHasItsCode(_ code: Int32) throws {
        for arguments in Self.lines[code] ?? [] {
            let run = try Self.run(arguments)
            #expect(run.status == code, "\(arguments) \(run.errors)")
            #expect(run.errors.isEmpty == (code == 0), "\(run.errors)")
            #expect(code == 0 || run.errors.hasPrefix("crm_simulate: "))
        }
    }

    @Test func misuseSaysWhatIsMeant() throws {
        #expect(try Self.run(["-x", "FILE", "-d", "pm1"]).errors.contains("there is no node pm1; pm01?"))
        #expect(try Self.run(["-x", "FILE", "--why", "vipp"]).errors.contains("there is no resource vipp; vip?"))
        #expect(try Self.run(["cib.xml"]).errors.contains("-x cib.xml?"))
    }

    /// What is probably not meant is done, and said on standard error in a line.
    @Test func whatHasNoEffectIsSaid() throws {
        let cases: [([String], String)] = [
            (["-i", "httpd_monitor_10@pm01=7"], "httpd has no monitor every 10 ms, but 10s"),
            (["-i", "httpd_monitor_10000@pm01=7"], ""), (["-i", "httpd_monitor_0@pm01=7"], ""),
            (["-S", "-F", "vip_stop_0@pm02=1"], "-F vip_stop_0@pm02=1 failed nothing: the transition has no such"),
            (["-S", "-F", "ping_start_0@pm02=1"], ""),
            (["-R", "-F", "ping_start_0@pm02=1"], "-F has no effect without -S"),
        ]
        for (arguments, warning) in cases {
            let run = try Self.run(["-x", "FILE", "-Q"] + arguments)
            #expect(run.status == 0)
            #expect(
                warning.isEmpty ? run.errors.isEmpty : run.errors.hasPrefix("crm_simulate: warning: \(warning)"),
                "\(arguments) \(run.errors)")
        }
    }

    /// What was found out before something went wrong is shown.
    @Test func theStatusComesBeforeTheError() throws {
        let run = try Self.run(["-x", "FILE", "-R", "-d", "nobody"])
        #expect(run.output.hasPrefix("Current cluster status:"))
    }

    // MARK: Bad input

    @Test(arguments: [
        "", "garbage", "<cib", "<cib/>x", "<other/>", "<cib>&a;</cib>",
        "<!DOCTYPE cib [<!ENTITY a \"b\">]><cib>&a;</cib>",
        "\u{FEFF}<cib/", String(repeating: "<a>", count: 100_000), "<cib><configuration></cib>",
    ])
    func whatIsNoCIBIsRefusedWithItsPlace(_ text: String) throws {
        let run = try Self.run(["-x", "FILE", "-S"], xml: text)
        #expect(run.status == 65, "\(run.errors)")
        #expect(run.errors.contains("cib.xml: ") && run.output.isEmpty)
        #expect(run.milliseconds < 5000)
    }

    @Test func anEmptyClusterIsOne() throws {
        let run = try Self.run(["-x", "FILE", "-S"], xml: "<cib><configuration/><status/></cib>")
        #expect(run.status == 0 && run.output.contains("  * Full List of Resources:\n    * No resources\n"))
    }

    @Test func whatCannotBeScheduledYetIsNamed() throws {
        var cluster = SampleCluster.fresh
        cluster.constraints = #"<rsc_ticket id="t1" rsc="web" ticket="a"/>"#
        let run = try Self.run(["-x", "FILE", "-S"], xml: cluster.xml)
        #expect(run.status == 78 && run.errors.contains("t1"))
    }

    // MARK: Ways in

    @Test func theCIBMayComeFromAPipeOrTheEnvironment() throws {
        let folder = try CrmFolder()
        let xml = SampleCluster.fresh.xml
        let file = try folder.write("cib.xml", xml)
        let expected = try folder.run("crm_simulate", ["-x", file]).output
        #expect(try folder.run("crm_simulate", ["-p"], input: xml).output == expected)
        #expect(try folder.run("crm_simulate", [], environment: ["CIB_file": file]).output == expected)
        #expect(try folder.run("crm", ["crm_simulate", "-x", file]).output == expected)
        #expect(try folder.run("crm_simulate", ["-x", file, "--output-to", folder.path("o")]).output.isEmpty)
        #expect(try folder.read("o") == expected)
    }

    @Test func aFolderIsProfiled() throws {
        let folder = try CrmFolder()
        for name in ["a.xml", "b.xml", ".hidden.xml", "other.txt"] {
            _ = try folder.write(name, SampleCluster.fresh.xml)
        }
        let run = try folder.run("crm_simulate", ["-P", folder.folder.root, "-N", "2"])
        #expect(run.status == 0)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 3 && lines[0] == "Timings:")
        #expect(lines[1].contains("/a.xml ... ") && lines[2].hasSuffix(" secs"))
    }

    /// One executable, known by its name or by its first word.
    @Test func theProgramKnowsItsNames() throws {
        let folder = try CrmFolder()
        #expect(try folder.run("crm", []).status == 64)
        #expect(try folder.run("crm", ["crm_simulte"]).errors.contains("crm_simulate?"))
        let help = try folder.run("crm", ["--help"])
        #expect(help.status == 0 && help.output.contains("crm_verify") && help.output.contains("cibadmin"))
        #expect(try folder.run("crm", ["--version"]).output.hasPrefix("crm "))
        #expect(try folder.run("crm_simulate", ["-$"]).output.hasPrefix("crm_simulate "))
    }

    @Test func timesOfManyForms() throws {
        for (text, seen) in [
            ("2026-01-01 12:00:00Z", true), ("2026-01-01T12:00:00+09:00", true), ("20260101T120000Z", true),
            ("2026-01-01", true), ("2026-01-01 12:00", true), ("2026-13-01", false), ("2026-01-01 25:00:00Z", false),
            ("2026-01-01 12:00:00 o'clock", false), ("12:00", false),
        ] {
            #expect(try (Self.run(["-x", "FILE", "-t", text]).status == 0) == seen, "\(text)")
        }
    }
}
