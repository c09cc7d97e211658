import DeviceParameters
import Testing

@testable import HelperCore

@Suite struct SettingsTests {
    private static let least = ["dead_check_target": "10.0.0.2", "standby_check_command": "true"]

    private static func read(_ more: [String: String], without: String? = nil) throws(ParameterMistake) -> Settings {
        var parameters = least.merging(more) { $1 }
        if let without { parameters[without] = nil }
        return try Settings(parameter: { parameters[$0] })
    }

    private static func expect(
        _ words: String, _ more: [String: String], without: String? = nil, from place: SourceLocation = #_sourceLocation
    ) {
        do throws(ParameterMistake) {
            _ = try read(more, without: without)
            Issue.record("accepted", sourceLocation: place)
        } catch { #expect(error.text.contains(words), "\(error.text)", sourceLocation: place) }
    }

    @Test func theDefaultsAreTheScripts() throws {
        let settings = try Self.read([:])
        #expect(settings.runsDeadCheck && settings.runsStandbyWait)
        #expect(settings.trials == 5)
        #expect(settings.standbyWaitMilliseconds == 25_000)
        #expect(settings.standbyCheckMilliseconds == 5000)
        #expect(settings.witnesses == nil)
        #expect(settings.hosts.isEmpty)
    }

    @Test(arguments: [
        "10.0.0.2 fd00::2,fe80::2%eth1", "10.0.0.2,fd00::2, fe80::2%eth1", " 10.0.0.2\tfd00::2 fe80::2%eth1 10.0.0.2",
    ])
    func listsHaveBlanksOrCommas(text: String) throws {
        let settings = try Self.read(["dead_check_target": text, "hostlist": "PM01,pm02"])
        #expect(settings.targets.map(\.text) == ["10.0.0.2", "fd00::2", "fe80::2%eth1"])
        #expect(settings.hosts == ["pm01", "pm02"])
    }

    @Test func whatACheckNeedsIsRequiredOnlyForIt() throws {
        Self.expect("dead_check_target is missing", [:], without: "dead_check_target")
        Self.expect("standby_check_command is missing", [:], without: "standby_check_command")
        #expect(try Self.read(["run_dead_check": "no"], without: "dead_check_target").targets.isEmpty)
        #expect(
            try Self.read(["run_standby_wait": "no"], without: "standby_check_command").standbyCheckCommand == nil)
    }

    @Test func whatNeedsAClusterIsAcceptedOnlyAsNo() throws {
        _ = try Self.read(["run_online_check": "no", "run_quorum_check": "NO", "quorum_check_wait_time": "10"])
        Self.expect("needs a cluster's membership", ["run_online_check": "yes"])
        Self.expect("needs a cluster's quorum", ["run_quorum_check": "yes"])
        Self.expect("yes or no", ["run_quorum_check": "perhaps"])
    }

    @Test(arguments: [
        ("dead_check_trialcount", "0"), ("dead_check_trialcount", "101"), ("dead_check_trialcount", "five"),
        ("standby_wait_time", "-1"), ("standby_wait_time", "3601"), ("standby_wait_time", "ten"),
        ("standby_wait_time", "s"), ("standby_check_timeout", "0"), ("standby_check_timeout", "1.5"),
        ("quorum_check_wait_time", "x"), ("run_dead_check", "2"), ("run_standby_wait", "nein"),
        ("dead_check_target", "pm01"), ("dead_check_target", ", ,"), ("alive_check_target", "gateway"),
    ])
    func mistakesNameTheirParameter(name: String, value: String) { Self.expect(name, [name: value]) }

    @Test func tooManyAddressesAreRefused() {
        let many = (1...65).map { "10.0.1.\($0)" }.joined(separator: " ")
        Self.expect("more than 64", ["dead_check_target": many])
    }

    @Test func secondsMaySayThatTheyAre() throws {
        let settings = try Self.read(["standby_wait_time": "10s", "standby_check_timeout": "3"])
        #expect(settings.standbyWaitMilliseconds == 10_000)
        #expect(settings.standbyCheckMilliseconds == 3000)
    }

    @Test func aTargetIsNoWitnessOfItsOwnSilence() throws {
        Self.expect("no witness of its own silence", ["alive_check_target": "10.0.0.1 10.0.0.2"])
        let gateways = [try EchoAddress("10.0.0.2"), try EchoAddress("10.0.0.1"), try EchoAddress("10.0.0.9")]
        let witnesses = try Self.read([:]).witnesses(gateways: gateways) { $0.text == "10.0.0.9" }
        #expect(witnesses.map(\.text) == ["10.0.0.1"])
        let given = try Self.read(["alive_check_target": "10.0.0.5"]).witnesses(gateways: gateways) { _ in false }
        #expect(given.map(\.text) == ["10.0.0.5"])
    }

    @Test func anOwnAddressIsNeverATarget() throws {
        let settings = try Self.read(["alive_check_target": "10.0.0.7"])
        #expect(throws: ParameterMistake.self) { try settings.checkAddresses { $0.text == "10.0.0.2" } }
        #expect(throws: ParameterMistake.self) { try settings.checkAddresses { $0.text == "10.0.0.7" } }
        try settings.checkAddresses { _ in false }
    }
}
