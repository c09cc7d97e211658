import Foundation
import TestRig
import Testing

/// What the programs write, and where.
@Suite struct WritingTests {
    private let folder: CrmFolder
    private let file: String

    init() throws {
        folder = try CrmFolder()
        file = try folder.write("cib.xml", SampleCluster.fresh.xml)
    }

    private func simulate(_ arguments: [String], _ environment: [String: String] = [:]) throws -> ProcessRun {
        try folder.run("crm_simulate", arguments, environment: environment)
    }

    /// A misspelt section must not be taken for the whole.
    @Test func aSectionThatIsNoneDestroysNothing() throws {
        let before = try folder.read("cib.xml")
        let environment = ["CIB_file": file]
        for arguments in [["-R", "-o", "constraint", "-X", "<constraints/>"], ["-Q", "-o", "nosuch"]] {
            let run = try folder.run("cibadmin", arguments, environment: environment)
            #expect(run.status == 64 && run.errors.contains("there is no section"), "\(run.errors)")
        }
        #expect(try folder.read("cib.xml") == before)
    }

    @Test func whatShowHidesIsNotLoaded() throws {
        let text = "primitive f stonith:external/ipmi params hostname=pm01 passwd=******\n"
        let source = try folder.write("shown.crm", text)
        let before = try folder.read("cib.xml")
        let run = try folder.run("crm", ["configure", "-c", file, "load", "update", source])
        #expect(run.status == 78 && run.errors.contains("take what save writes"), "\(run.errors)")
        #expect(try folder.read("cib.xml") == before)
    }

    @Test func inPlaceIsWhereItWasRead() throws {
        let before = try folder.read("cib.xml")
        #expect(try simulate(["-X", "-Q"], ["CIB_file": file]).status == 0)
        #expect(try folder.read("cib.xml") != before)
        #expect(try simulate(["-X", "-Q", "-p"]).status == 64)
    }

    @Test func aResultIsNewer() throws {
        #expect(try simulate(["-x", file, "-X", "-Q", "-u", "another"]).status == 0)
        let text = try folder.read("cib.xml")
        #expect(text.contains("uname=\"another\""))
        let then = folder.path("then.xml")
        #expect(try simulate(["-x", file, "-S", "-Q", "-f", "another", "-O", then]).status == 0)
        let first = try #require(Self.version(text))
        let second = try #require(Self.version(folder.read("then.xml")))
        let old = try #require(Self.version(SampleCluster.fresh.xml))
        #expect(first[0] == old[0] + 1 && second[0] == first[0] && second[1] > first[1])
    }

    private static func version(_ text: String) -> [Int]? {
        let numbers = ["epoch", "num_updates"].compactMap { name in
            text.firstRange(of: " \(name)=\"").flatMap { Int(text[$0.upperBound...].prefix { $0 != "\"" }) }
        }
        return numbers.count == 2 ? numbers : nil
    }

    @Test func aStoreBehindALinkStaysOne() throws {
        try FileManager.default.createDirectory(atPath: folder.path("store"), withIntermediateDirectories: true)
        let empty = try folder.run("cibadmin", ["--empty"]).output
        _ = try folder.write("store/cib.xml", empty)
        let digest = try folder.peer("cibadmin", ["-5", "-x", folder.path("store/cib.xml")]).output
        _ = try folder.write("store/cib.xml.sig", digest)
        let link = folder.path("link.xml")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path("store/cib.xml"))
        #expect(try folder.run("cibadmin", ["-B"], environment: ["CIB_file": link]).status == 0)
        #expect(FileManager.default.fileExists(atPath: folder.path("store/cib-0.raw")))
        #expect(try folder.run("cibadmin", ["-Q"], environment: ["CIB_file": folder.path("store/cib.xml")]).status == 0)
        #expect(try simulate(["-x", link, "-X", "-Q"]).status == 64, "a store has no status")
        let state = ["-C", "-o", "status", "-X", "<node_state id=\"1\" uname=\"n1\"/>"]
        #expect(try folder.run("cibadmin", state, environment: ["CIB_file": link]).status == 3)
        _ = try folder.write("store/cib.xml.sig", "0123")
        #expect(try simulate(["-x", link]).status == 104)
        #expect(try folder.run("crm", ["configure", "-c", link, "show"]).status == 104)
    }

    @Test func anAnswerThatGetsLostIsNoSuccess() throws {
        for line in [
            "cibadmin -Q", "crm configure -c \(file) show", "crm configure -c \(file) save -",
            "crm_simulate -x \(file)",
        ] {
            let run = try ProcessRun.run(
                "/bin/sh", ["-c", "exec \(folder.path("./"))\(line) >/dev/full"],
                environment: ProcessRun.plainEnvironment.merging(["CIB_file": file]) { $1 })
            #expect(run.status == 74 && run.errors.contains("standard output: No space left"), "\(line): \(run.errors)")
        }
    }

    @Test func aPipeIsNoCIBFile() throws {
        #expect(mkfifo(folder.path("fifo"), 0o600) == 0)
        let run = try folder.run("cibadmin", ["-Q"], environment: ["CIB_file": folder.path("fifo")])
        #expect(run.status == 66 && run.errors.contains("no regular file"))
    }

    @Test func nothingIsDecidedOnWhatTheSchemaRefuses() throws {
        for (good, bad) in [
            (
                "<constraints/>",
                "<constraints><rsc_location id=\"l\" rsc=\"p\" node=\"n\" score=\"-INFINTY\"/></constraints>"
            ),
            ("<nodes/>", "<nodes/><nodes/>"), ("<status/>", "<status/><status/><bogus/>"),
        ] {
            let text = """
                <cib validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0"><configuration>
                <crm_config/><nodes/><resources><primitive id="p" class="ocf" provider="pacemaker" type="Dummy"/>
                </resources>
                <constraints/></configuration><status/></cib>

                """
            let bad = try folder.write("bad.xml", text.replacing(good, with: bad))
            let run = try simulate(["-x", bad, "-S", "-X"])
            #expect(run.status == 78 && run.errors.contains("mistake: "), "\(run.errors)")
            #expect(try folder.run("crm_verify", ["-x", bad]).status == 78)
            #expect(try folder.peer("crm_simulate", ["-x", bad, "-S"]).status == 78)
        }
        for text in ["<cib/>", "<cib>text</cib>"] {
            #expect(try folder.run("crm_verify", ["-X", text]).status == 78)
            #expect(try folder.run("crm_simulate", ["-p", "-S"], input: text).status == 78)
        }
    }

    @Test func anEmptyTextTakesNothingAway() throws {
        let before = try folder.read("cib.xml")
        let line = ["configure", "-c", file, "load", "replace", "-"]
        #expect(try folder.run("crm", line, input: "# only this\n").status == 65)
        #expect(try folder.read("cib.xml") == before)
        #expect(try folder.run("crm", line + ["--force"], input: "").status == 0)
        #expect(try folder.read("cib.xml") != before)
    }

    @Test(arguments: ["2026-02-31", "0000-01-01", "2026-01-01 24:59:60+14:59"]) func noDates(_ text: String) throws {
        #expect(try simulate(["-x", file, "-t", text]).status == 64)
        #expect(try simulate(["-x", file, "-t", "2028-02-29 24:00:00Z"]).status == 0)
    }

    @Test(arguments: ["", "a\u{1}b"]) func noNodeNames(_ name: String) throws {
        #expect(try simulate(["-x", file, "-u", name]).status == 64)
    }

    @Test func aVerdictIsNotHidden() throws {
        let run = try folder.run("crm_verify", ["-X", "<cib/>", "-S", "/dev/full"])
        #expect(run.status == 78 && run.errors.contains("No space left"))
        #expect(try folder.run("crm_verify", ["-x", file, "-S", "/dev/full"]).status == 73)
    }
}
