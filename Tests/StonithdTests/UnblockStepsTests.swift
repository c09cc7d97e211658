import ClusterModel
import Testing

@testable import stonithd

@Suite struct UnblockStepsTests {
    private static let byHand =
        "or power pm01 off by hand, see that it is off, and only then say so: stonith confirm pm01 --no-request"

    private static func texts(
        _ record: FencingRecord, _ devices: [DeviceConfiguration], kind: DeviceKind = .power(evidenceMax: .readBack),
        well: [String] = []
    ) -> [String] {
        let steps = UnblockSteps(file: "/etc/stonith/stonith.crm") { id in
            devices.first { $0.id == id }.map { .init(configuration: $0, kind: kind) }
        }
        return steps.texts(record, well: well)
    }

    @Test func aWrongPasswordNamesDeviceParameterAndPlace() throws {
        let device = try FailedRequest.device(
            "ipmi1", "external/ipmi", ["ipaddr": "192.168.1.1", "passwd": "file:/etc/stonith/bmc", "userid": "ken"])
        let record = try FailedRequest.record([
            FailedRequest.step("ipmi1", "external/ipmi", .access, "wrong-password", "BMC 192.168.1.1: no")
        ])
        #expect(
            Self.texts(record, [device]) == [
                "ipmi1 (external/ipmi at 192.168.1.1): it refuses the password: correct passwd (its value is in "
                    + "/etc/stonith/bmc) or passwd_method (not set) of primitive ipmi1 in /etc/stonith/stonith.crm and "
                    + "have it read (systemctl reload stonithd, or SIGHUP). Then see that it works: stonith monitor "
                    + "ipmi1. It said: BMC 192.168.1.1: no",
                "then ask again: stonith fence pm01", Self.byHand,
            ])
    }

    @Test func noSecretIsShown() throws {
        let device = try FailedRequest.device("ipmi1", "external/ipmi", ["passwd": "hogehoge", "userid": "ken"])
        for cause in ["wrong-password", "wrong-user", "bad-config", "unheard-of"] {
            let record = try FailedRequest.record([FailedRequest.step("ipmi1", "external/ipmi", .access, cause)])
            let text = Self.texts(record, [device]).joined()
            #expect(text.contains("ipmi1 (external/ipmi)") && !text.contains("hogehoge") && !text.contains("ken"))
        }
    }

    @Test func anUnreachableDeviceNamesItsAddress() throws {
        let device = try FailedRequest.device("ipmi1", "external/ipmi", ["ipaddr": "10.0.0.9", "ipport": "6230"])
        let record = try FailedRequest.record([
            FailedRequest.step("ipmi1", "external/ipmi", .timeout, "unreachable")
        ])
        let text = try #require(Self.texts(record, [device]).first)
        #expect(text.hasPrefix("ipmi1 (external/ipmi at 10.0.0.9 port 6230): this node has no way to it: check cable"))
        #expect(text.contains("or correct ipaddr of primitive ipmi1"))
    }

    @Test func eachDeviceStandsOnceAsItFailedLastAndInItsOrder() throws {
        let steps = [
            FailedRequest.step("a", "external/ipmi", .timeout, "silent"),
            FailedRequest.step("b", "external/apc", .resetFail, "script-failed", "jammed", level: 2),
            FailedRequest.step("a", "external/ipmi", .access, "wrong-user"),
            FailedRequest.step("c", "null", .ok, nil, level: 3),
        ]
        let texts = Self.texts(try FailedRequest.record(steps), [])
        #expect(texts.count == 4)
        #expect(texts[0].hasPrefix("b (external/apc): the script failed: mend what it complains of"))
        #expect(texts[0].hasSuffix("It said: jammed"))
        #expect(texts[1].hasPrefix("a (external/ipmi): it knows no such user"))
    }

    @Test func aCheckThatFoundItAliveAndAPersonWhoDidNotComeAreNothingToMend() throws {
        let check = try FailedRequest.device("h", "external/stonith-helper", [:])
        let alive = try FailedRequest.record([FailedRequest.step("h", "external/stonith-helper", .resetFail, "alive")])
        #expect(Self.texts(alive, [check], kind: .check).count == 2)
        let crashed = try FailedRequest.record([FailedRequest.step("h", "external/stonith-helper", .oops, "crashed")])
        #expect(Self.texts(crashed, [check], kind: .check).first?.contains("its agent crashed") == true)
        let person = try FailedRequest.device("m", "meatware", [:])
        let late = try FailedRequest.record([FailedRequest.step("m", "meatware", .timeout, "deadline")])
        #expect(Self.texts(late, [person], kind: .person) == ["then ask again: stonith fence pm01", Self.byHand])
    }

    @Test func whatWorksAgainComesFirstAndNeedsNoMending() throws {
        let device = try FailedRequest.device("ipmi1", "external/ipmi", [:])
        let record = try FailedRequest.record([FailedRequest.step("ipmi1", "external/ipmi", .timeout, "silent")])
        #expect(
            Self.texts(record, [device], well: ["ipmi1"]) == [
                "ipmi1 works again: ask again: stonith fence pm01", Self.byHand,
            ])
    }

    @Test func aSuccessThatProvedTooLittleIsNamed() throws {
        var step = FailedRequest.step("pdu", "external/rackpdu", .ok, nil)
        step.evidence = .accepted
        var record = try FailedRequest.record([step])
        #expect(Self.texts(record, []).count == 2, "it was enough")
        record.request.minimumEvidence = .readBack
        let text = try #require(Self.texts(record, []).first)
        #expect(text.hasPrefix("pm01 may be off: reset by pdu succeeded"))
        #expect(text.contains("(accepted, not read-back)"))
    }

    @Test func aBudgetThatWasTooSmallIsNamed() throws {
        let record = try FailedRequest.record([], cause: .timeUp)
        #expect(Self.texts(record, []).first?.contains("raise property stonith-timeout") == true)
        let loop = try FailedRequest.record([], cause: .loop)
        #expect(Self.texts(loop, []).first?.hasSuffix("let it through again: stonith release pm01") == true)
        let gone = try FailedRequest.record([], cause: .noSuchNode)
        #expect(Self.texts(gone, []).first == "no device here controls pm01: put one into /etc/stonith/stonith.crm")
    }
}
