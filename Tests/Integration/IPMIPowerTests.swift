import TestRig
import Testing

/// What `external/ipmi` does to the power of a node, read from the BMC's own log.
@Suite(.waiting) struct IPMIPowerTests {
    private let stage = Stage.shared

    @Test func resetOfARunningNodeIsOneHardReset() throws {
        let bmc = try SimulatedBMC("127.0.41.1")
        let (run, report) = try stage.report(bmc.parameters() + ["-T", "reset", "pm01"])
        #expect(run.status == 0)
        #expect(report.evidence == "accepted")
        #expect(try bmc.log() == ["reset 1"])
    }

    /// ipmi_sim accepts a reset of a node that is off, and leaves it off.
    @Test func resetOfANodeThatIsOffTurnsItOn() throws {
        let bmc = try SimulatedBMC("127.0.41.2")
        try bmc.set(on: false)
        let (run, report) = try stage.report(bmc.parameters() + ["-T", "reset", "pm01"])
        #expect(run.status == 0)
        #expect(report.evidence == "read-back")
        #expect(try bmc.log() == ["power 1"])
        #expect(try bmc.isOn())
    }

    @Test func resetMethodOnOffProvesThatThePowerWentAway() throws {
        let bmc = try SimulatedBMC("127.0.41.3")
        let (run, report) = try stage.report(bmc.parameters() + ["reset_method=onoff", "-T", "reset", "pm01"])
        #expect(run.status == 0)
        #expect(report.evidence == "read-back")
        #expect(try bmc.log() == ["power 0", "power 1"])
    }

    @Test func resetMethodCycleLeavesTheCycleToTheBMC() throws {
        let bmc = try SimulatedBMC("127.0.41.4")
        let (run, report) = try stage.report(bmc.parameters() + ["reset_method=cycle", "-T", "reset", "pm01"])
        #expect(run.status == 0)
        #expect(report.evidence == "accepted")
        #expect(try eventually { try bmc.log() == ["power 0", "power 1"] })
    }

    @Test func offIsReadBackUntilItIsTrue() throws {
        let bmc = try SimulatedBMC("127.0.41.5")
        try bmc.set(mode: "offdelay=2")
        let (run, report) = try stage.report(bmc.parameters() + ["-T", "off", "pm01"])
        #expect(run.status == 0)
        #expect(report.evidence == "read-back")
        #expect(try !bmc.isOn())
        #expect(run.milliseconds > 900)
    }

    @Test func offOfANodeThatIsOffIsSuccessWithoutACommand() throws {
        let bmc = try SimulatedBMC("127.0.41.6")
        try bmc.set(on: false)
        let (run, report) = try stage.report(bmc.parameters() + ["-T", "off", "pm01"])
        #expect(run.status == 0)
        #expect(report.evidence == "read-back")
        #expect(try bmc.log().isEmpty)
    }

    @Test func offThatIsAcceptedAndNeverHappensFails() throws {
        let bmc = try SimulatedBMC("127.0.41.7")
        try bmc.set(mode: "stuck")
        let (run, report) = try stage.report(bmc.parameters() + ["--timeout", "2", "-T", "off", "pm01"])
        #expect(run.status == 5)
        #expect(report.cause == "still-on")
        #expect(run.milliseconds < 10_000)
    }

    @Test func resetMethodOnOffNeverReportsSuccessWhenThePowerStays() throws {
        let bmc = try SimulatedBMC("127.0.41.8")
        try bmc.set(mode: "stuck")
        let (run, report) = try stage.report(
            bmc.parameters() + ["reset_method=onoff", "--timeout", "2", "-T", "reset", "pm01"])
        #expect(run.status == 5)
        #expect(report.evidence == "none")
    }

    @Test func onIsReadBack() throws {
        let bmc = try SimulatedBMC("127.0.41.9")
        try bmc.set(on: false)
        let (run, report) = try stage.report(bmc.parameters() + ["-T", "on", "pm01"])
        #expect(run.status == 0)
        #expect(report.evidence == "read-back")
        #expect(try bmc.log() == ["power 1"])
    }

    @Test func thirdOfTheDatagramsLostDelaysAndDoesNotFail() throws {
        let bmc = try SimulatedBMC("127.0.41.10")
        try bmc.set(mode: "drop=15")
        let (run, _) = try stage.report(bmc.parameters() + ["cipher_suite=3", "-T", "off", "pm01"])
        #expect(run.status == 0)
        #expect(try !bmc.isOn())
    }

    @Test func anotherNodesNameIsRefusedBeforeAnythingIsSent() throws {
        let bmc = try SimulatedBMC("127.0.41.11")
        let (run, report) = try stage.report(bmc.parameters(node: "pm01") + ["-T", "reset", "pm02"])
        #expect(run.status == 4)
        #expect(report.cause == "wrong-target")
        #expect(try bmc.log().isEmpty)
    }

    @Test func anotherBMCAtTheAddressIsRefused() throws {
        let bmc = try SimulatedBMC("127.0.41.12")
        let identity = try #require(try stage.report(bmc.parameters() + ["-S"]).report.identity)
        let right = try stage.report(bmc.parameters() + ["bmc_guid=\(identity)", "-T", "reset", "pm01"])
        #expect(right.run.status == 0)
        let wrong = try stage.report(
            bmc.parameters() + ["bmc_guid=deadbeef-0000-0000-0000-006d7363626d", "-T", "reset", "pm01"])
        #expect(wrong.run.status == 4)
        #expect(wrong.report.cause == "wrong-bmc")
        #expect(try bmc.log() == ["reset 1"])
    }

    @Test(arguments: [("param", "hogehoge"), ("file", "PATH"), ("env", "")])
    func everyWayToGiveThePasswordWorks(method: String, value: String) throws {
        let bmc = try SimulatedBMC("127.0.41.\(20 + method.utf8.count)")
        let folder = try TemporaryFolder()
        let file = try folder.write("password", "hogehoge\n", mode: 0o600)
        let password = value == "PATH" ? file : value
        let (run, _) = try stage.report(
            bmc.parameters(password: password) + ["passwd_method=\(method)", "-S"],
            environment: ["IPMI_PASSWORD": "hogehoge"])
        #expect(run.status == 0)
    }

    @Test func lanSpeaksIPMI15() throws {
        let bmc = try SimulatedBMC("127.0.41.13")
        let (run, report) = try stage.report(bmc.parameters(interface: "lan") + ["-T", "off", "pm01"])
        #expect(run.status == 0)
        #expect(report.hints.isEmpty)
        #expect(try bmc.log() == ["power 0"])
    }

    @Test func theSuiteThatWorkedIsHandedBackAndUsedAtOnce() throws {
        let bmc = try SimulatedBMC("127.0.41.14")
        let first = try stage.report(["-v"] + bmc.parameters() + ["-T", "reset", "pm01"])
        #expect(first.report.hints == ["cipher_suite=3"])
        #expect(first.run.errors.contains("cipher suite 17"))
        let second = try stage.report(["-v"] + bmc.parameters() + ["remembered.cipher_suite=3", "-T", "reset", "pm01"])
        #expect(second.run.status == 0)
        #expect(!second.run.errors.contains("cipher suite 17"))
    }

    @Test func anOpenBMCIsWarnedAbout() throws {
        let bmc = try SimulatedBMC("127.0.41.15")
        let report = try stage.report(bmc.parameters() + ["-S"]).report
        #expect(report.warnings.contains { $0.contains("cipher suite 0") })
        #expect(report.hints.contains("suite_0=accepted"))
    }

    @Test(arguments: ["0", "1", "2"]) func weakSuitesAreNeverUsed(suite: String) throws {
        let run = try stage.stonith([
            "-t", "external/ipmi", "hostname=a", "ipaddr=127.0.41.99", "userid=u", "passwd=env:HOME",
            "interface=lanplus", "cipher_suite=\(suite)", "-S",
        ])
        #expect(run.status == 1)
        #expect(run.errors.contains("weaker ones are never used"))
    }

    /// libfreeipmi would send the reset again and again, and the BMC would carry out each one.
    @Test func aResetWhoseAnswerIsLostIsSentOnceAndMadeSureOf() throws {
        let bmc = try SimulatedBMC("127.0.41.31")
        let proxy = try LossyProxy("127.0.41.32", before: bmc)
        let parameters = bmc.parameters().map { $0.hasPrefix("ipaddr=") ? "ipaddr=127.0.41.32" : $0 }
        let (run, report) = try withExtendedLifetime(proxy) {
            try stage.report(parameters + ["cipher_suite=3", "-T", "reset", "pm01"])
        }
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(report.text.contains("may have been reset twice"))
        #expect(try bmc.log().filter { $0 == "reset 1" }.count == 1)
        #expect(try bmc.isOn())
    }

    @Test func aMisspeltParameterIsRefused() throws {
        let bmc = try SimulatedBMC("127.0.41.33")
        let run = try stage.stonith(["-t", "external/ipmi"] + bmc.parameters() + ["bmcguid=x", "-T", "reset", "pm01"])
        #expect(run.status == 1)
        #expect(run.errors.contains("has no parameter bmcguid"))
        #expect(try bmc.log().isEmpty)
    }

    @Test func aResetWithoutHostnameIsWarnedAbout() throws {
        let bmc = try SimulatedBMC("127.0.41.34")
        let parameters = bmc.parameters().filter { !$0.hasPrefix("hostname=") }
        let run = try stage.stonith(["-t", "external/ipmi"] + parameters + ["-T", "reset", "pm01"])
        #expect(run.status == 0)
        #expect(run.errors.contains("hostname is not set"))
    }
}
