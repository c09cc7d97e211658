import ClusterModel
import Control
import Testing

@testable import stonith

@Suite struct StatusPageTests {
    private static func text(_ status: DaemonStatus) -> String {
        StatusPage(status, Ink(isOn: false)).text(now: Moment(unixMilliseconds: 5000))
    }

    private static func status() throws -> DaemonStatus {
        DaemonStatus(node: try Episode.node("pm02"), sinceUnixMilliseconds: 0, release: "0.2.0")
    }

    private static func target(
        _ name: String, _ state: TargetReport.State, _ text: String = ""
    ) throws -> TargetReport {
        TargetReport(
            node: try Episode.node(name), state: state, text: text,
            levels: [.init(level: 1, devices: ["a"]), .init(level: 2, devices: ["b", "c"])])
    }

    @Test func whatIsStuckComesFirstWithWhatToDo() throws {
        var status = try Self.status()
        status.targets = [
            try Self.target("pm01", .idle), try Self.target("pm04", .waitingForPerson),
            try Self.target("pm03", .blocked, "b: silent"),
        ]
        status.targets[2].steps = ["b: mend it", "or say so: stonith confirm pm03"]
        let lines = Self.text(status).split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("stonithd 0.2.0 on pm02, since "))
        #expect(lines[1] == "BLOCKED: pm03 could not be fenced: b: silent")
        #expect(lines[2...3] == ["  1. b: mend it", "  2. or say so: stonith confirm pm03"])
        #expect(lines[4].contains("stonith history pm03"))
        #expect(lines[5] == "A PERSON MUST ACT: pm04")
        #expect(lines[6].hasSuffix("meatclient -c pm04"))
        #expect(lines[7] == "TARGET  STATE                 LAST  LEVELS")
        #expect(lines[8] == "pm01    idle                  -     1 a > 2 b+c")
    }

    @Test func openRequestsShowWhatRunsNow() throws {
        var status = try Self.status()
        var record = try Episode.record(nil)
        record.steps = [Episode.checkFailed, Episode.power]
        status.requests = [record]
        #expect(
            Self.text(status).contains(
                "r1            pm01  reset   5.0 s  level 2, stonith1-2  0 s   stonith fence (pid 7, uid 0)  "
                    + "heartbeat lost\n"
            ))
    }

    @Test func onlyDevicesThatWantAttentionAreShown() throws {
        func device(_ id: String) throws -> DeviceReport {
            let type = try #require(DeviceType("null"))
            return DeviceReport(
                DeviceConfiguration(id: id, type: type, targets: .listed([])), on: try Episode.node("pm02"))
        }
        var status = try Self.status()
        status.devices = [try device("good")]
        #expect(Self.text(status).hasSuffix("\n1 devices: none at work, and no last action failed\n"))
        var broken = try device("broken")
        broken.lastCode = .access
        broken.lastText = "login refused"
        status.devices.append(broken)
        let text = Self.text(status)
        #expect(!text.contains("good"))
        #expect(text.hasSuffix("broken  null  its last action failed  access: login refused\n"))
    }

    @Test func warningsStandAtTheTop() throws {
        var status = try Self.status()
        status.warnings = ["a: no\u{7}witness"]
        status.lostLogLines = 3
        let lines = Self.text(status).split(separator: "\n")
        #expect(lines[1] == "WARN: a: no?witness")
        #expect(lines[2] == "WARN: 3 lines of the log were lost: nobody took them in time")
        #expect(lines.last == "no node can be fenced: no device is configured")
    }

    // MARK: History

    @Test func aRequestIsOneLineAndItsStepsStandBelow() throws {
        let records = [try Episode.record(.fenced, nil, "reset by stonith1-2"), try Episode.record(nil)]
        let short = HistoryTable(records, showsSteps: false, Ink(isOn: false)).text.split(separator: "\n")
        #expect(short.count == 3)
        #expect(
            short[1].hasSuffix(
                "  pm01  reset   fenced   stonith1-2  read-back  5.2 s  r1  "
                    + "stonith fence (pid 7, uid 0)  heartbeat lost"
            ))
        #expect(short[2].contains("  open     -           -          -      r1  "))
        let long = HistoryTable(records, showsSteps: true, Ink(isOn: false)).text.split(separator: "\n")
        #expect(
            long[2]
                == "    +2 ms level 1: reset by stonith1-1 (external/stonith-helper, pid 735): failed after 3.1 s: "
                + "alive: 192.168.1.1 answers")
        #expect(long[4] == "    pm01 is fenced: reset by stonith1-2 (5.2 s)")
    }

    @Test func aPersonsWordIsNoEvidenceOfADevice() throws {
        var record = try Episode.record(.fenced)
        record.verdict?.confirmation = Confirmation(user: "ken", terminal: "pts/3", manner: .answered)
        let text = HistoryTable([record], showsSteps: false, Ink(isOn: false)).text
        #expect(text.contains("  ken on pts/3  a person  "))
    }
}
