import Foundation
import TestRig
import Testing

/// How `stonithd` starts, and how it reads its configuration again.
@Suite(.waiting) struct DaemonConfigurationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var options: [String] {
        [
            "--node", "pm02", "--config", folder.path("crm"), "--socket", folder.path("sock"), "--state",
            folder.path("state"), "--log", folder.path("log"), "--readable-log", folder.path("readable"),
        ]
    }

    private func start(_ configuration: String, _ more: [String] = ["-f"]) throws -> ProcessRun {
        try folder.write("crm", configuration, mode: 0o600)
        return try ProcessRun.run(Stage.shared.stonithd, options + more, seconds: 10)
    }

    @Test(arguments: [["-f"], []]) func everyMistakeIsNamed(mode: [String]) throws {
        let run = try start(
            """
            primitive a stonith:null params hostlist="pm01" priority="first"
            primitive a stonith:null params hostlist="pm01"
            primitive b stonith:null params hostlist="pm 01!" stonith-timeout="soon"
            group g a nosuch
            property stonith-timeout="never"
            """, mode)
        #expect(run.status == 1)
        for word in [
            "priority is no whole number", "crm:2:", "pm 01!", "stonith-timeout is no time", "nosuch", "crm:5:",
        ] {
            #expect(run.errors.contains(word), "\(word) in \(run.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("sock")))
    }

    @Test func hostileBytes() throws {
        for bytes in [
            [0xFF, 0xFE, 0x00, 0x0A], [UInt8](repeating: 0x7B, count: 5000), [UInt8](repeating: 0, count: 2_000_000),
        ] {
            try Data(bytes).write(to: URL(fileURLWithPath: folder.path("crm")))
            let run = try ProcessRun.run(Stage.shared.stonithd, options + ["-f"], seconds: 10)
            #expect(run.status == 1 && !run.errors.isEmpty && run.errors.utf8.count < 100_000)
        }
    }

    @Test func aFileThatOthersMayWriteIsNotRead() throws {
        try folder.write("crm", Primitive.null("n"), mode: 0o666)
        let run = try ProcessRun.run(Stage.shared.stonithd, options + ["-f"], seconds: 10)
        #expect(run.status == 1 && run.errors.contains("chmod go-w"), "\(run.errors)")
    }

    // MARK: SIGHUP

    @Test func aNewDeviceWhileAFenceIsInFlight() throws {
        let stage = try GateScript.stage()
        let gate = folder.path("gate")
        let slow = Primitive.gate("g", folder, "gate=\"\(gate)\"")
        let daemon = try RunningDaemon(slow + Primitive.budget(70), stage: stage)
        let fence = try daemon.begin(["fence", "pm01", "--json"])
        #expect(folder.hasMark())
        try daemon.write(configuration: Primitive.null("new", nodes: "pm03") + Primitive.budget(70))
        daemon.signal(SIGHUP)
        #expect(daemon.logs("is in force: 1 devices", times: 2))
        #expect(try daemon.fence("pm03").0.status == 0)
        #expect(!fence.isOver)
        try folder.write("gate", "")
        #expect(fence.wait(seconds: 10) == 0)
        #expect(folder.marks.count == 1)
        #expect(try daemon.fence("pm01").0.status == 105, "no device controls it any more")
    }

    @Test func aBrokenFileChangesNothing() throws {
        let daemon = try RunningDaemon(Primitive.null("n") + Primitive.budget(70))
        for time in 1...2 {
            try daemon.write(configuration: "primitive n stonith:null params hostlist=\n")
            daemon.signal(SIGHUP)
            #expect(daemon.logs("the configuration stays as it was", times: time))
        }
        #expect(daemon.logs("stonith.crm:1:"))
        try FileManager.default.removeItem(atPath: daemon.configuration)
        daemon.signal(SIGHUP)
        #expect(daemon.logs("the configuration stays as it was", times: 3))
        #expect(try daemon.fence("pm01").0.status == 0)
    }

    // MARK: In the background

    @Test func inTheBackground() throws {
        try folder.write("crm", Primitive.null("n") + Primitive.budget(70), mode: 0o600)
        // A substitution ends when nobody holds its pipe any more; relative paths are those of this folder.
        let run = try ProcessRun.shell(
            """
            cd \(folder.root)
            said=$(\(Stage.shared.stonithd) --node pm02 --config crm --socket sock --state state --log log \
                --readable-log readable 2>&1); echo "status $?"
            """, seconds: 10)
        #expect(run.output == "status 0\n")
        let stonith = { try Stage.shared.stonith($0 + ["--socket", folder.path("sock")]) }
        #expect(try stonith(["fence", "pm01"]).status == 0, "it serves by then")
        let log = try folder.read("log")
        let pid = try #require(log.firstMatch(of: #/stonithd: \[(\d+)\]/#).flatMap { pid_t($0.1) })
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd") == "/")
        #expect(getsid(pid) == pid)
        let second = try ProcessRun.run(Stage.shared.stonithd, options, seconds: 10)
        #expect(second.status == 1 && second.errors.contains("another stonithd serves"))
        kill(pid, SIGHUP)
        #expect(try eventually { try folder.read("log").ranges(of: "is in force").count == 2 })
        kill(pid, SIGTERM)
        #expect(eventually { isDead(pid) })
        #expect(!FileManager.default.fileExists(atPath: folder.path("sock")))
    }
}
