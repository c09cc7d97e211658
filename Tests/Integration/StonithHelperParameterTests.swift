import TestRig
import Testing

/// What `stonith -t external/stonith-helper … -S` says of parameters, and what other actions do. Nothing is sent.
@Suite(.waiting) struct StonithHelperParameterTests {
    private static let good = ["dead_check_target=192.0.2.77", "standby_check_command=/bin/true"]

    private static func report(_ arguments: [String]) throws -> Report {
        try Stage.shared.report(arguments, type: "external/stonith-helper").report
    }

    @Test func goodParametersAreOK() throws {
        let run = try Stage.shared.stonith(["-t", "external/stonith-helper"] + Self.good + ["-S"])
        #expect(run.status == 0)
        #expect(run.errors.contains("external/stonith-helper device OK."))
    }

    @Test(arguments: [
        (["standby_check_command=true"], "dead_check_target is missing"),
        (["dead_check_target=192.0.2.77"], "standby_check_command is missing"),
        (["dead_check_target=127.0.0.1", "standby_check_command=true"], "this node's own address"),
        (["dead_check_target=::1", "standby_check_command=true"], "this node's own address"),
        (["dead_check_target=pm01", "standby_check_command=true"], "pm01 is no IP address"),
        (["dead_check_target=fe80::1", "standby_check_command=true"], "needs its interface"),
        (["dead_check_target=fe80::1%nic77", "standby_check_command=true"], "no interface nic77"),
        (
            ["dead_check_target=192.0.2.77", "standby_check_command=no-such-command -x"],
            "no no-such-command on the PATH"
        ),
        (["dead_check_target=192.0.2.77", "standby_check_command=/etc/passwd"], "/etc/passwd cannot be run"),
        (["dead_check_target=192.0.2.77", "standby_check_command=/no/such"], "No such file"),
        (good + ["run_online_check=yes"], "needs a cluster's membership"),
        (good + ["run_quorum_check=yes"], "needs a cluster's quorum"),
        (good + ["alive_check_target=127.0.0.1"], "this node's own address"),
        (good + ["standby_wait_time=soon"], "standby_wait_time"),
    ])
    func mistakesAreExplained(parameters: [String], words: String) throws {
        let report = try Self.report(parameters + ["-S"])
        #expect(report.exit == 1)
        #expect(report.cause == "bad-config")
        #expect(report.text.contains(words), "\(report.text)")
    }

    @Test(arguments: [
        ["run_dead_check=no", "standby_check_command=`which true`"],
        ["dead_check_target=192.0.2.77", "run_standby_wait=no"],
        good + ["run_online_check=no", "run_quorum_check=no", "quorum_check_wait_time=10"],
    ])
    func whatIsSwitchedOffNeedsNoParameters(parameters: [String]) throws {
        #expect(try Self.report(parameters + ["-S"]).exit == 0)
    }

    @Test func anOwnAddressIsNeverShotAt() throws {
        let report = try Self.report(
            ["dead_check_target=192.0.2.77,127.0.0.5", "standby_check_command=true", "-T", "reset", "pm01"])
        #expect(report.exit == 1)
        #expect(report.evidence == "none")
    }

    @Test func onIsNotSupportedAndAStrangerIsRefused() throws {
        #expect(try Self.report(Self.good + ["-T", "on", "pm01"]).exit == 3)
        let stranger = try Self.report(Self.good + ["hostlist=pm01,pm03", "-T", "reset", "pm02"])
        #expect(stranger.exit == 4)
        #expect(stranger.cause == "wrong-target")
    }

    @Test func theListIsTheHostlist() throws {
        let run = try Stage.shared.stonith(
            ["-t", "external/stonith-helper", "hostlist=PM01 pm02"] + Self.good + ["-l"])
        #expect(run.status == 0)
        #expect(run.output == "pm01\npm02\n")
        #expect(try Stage.shared.stonith(["-t", "external/stonith-helper"] + Self.good + ["-l"]).status == 255)
    }

    @Test func theNamesAreTheScripts() throws {
        let run = try Stage.shared.stonith(["-t", "external/stonith-helper", "-n"])
        #expect(
            run.output.split(separator: " ").prefix(4)
                == ["hostlist", "run_dead_check", "dead_check_target", "dead_check_trialcount"])
    }
}
