import TestRig
import Testing

/// stonith-helper on a network that is cut in every place. `pm01` is the target; see `ClusterNetwork`.
@Suite(.waiting, .enabled(if: Namespace.isAllowed)) struct StonithHelperTests {
    /// Runs a script as the node that shoots. `helper` asks for a reset of pm01 and prints one line.
    private static func play(_ script: String, seconds: Double = 60) throws -> [Report] {
        let define = """
            helper() {
                \(Namespace.quoted(Stage.shared.stonith)) --json -t external/stonith-helper hostlist=pm01 \
                    dead_check_trialcount=2 "${@}" || true
            }
            reset() { helper "${@}" -T reset pm01; }
            all='dead_check_target=10.0.0.2 fd00::2,fe80::2%eth0'
            active='standby_check_command=true'
            standby='standby_check_command=false standby_wait_time=1'

            """
        let run = try ClusterNetwork.run(define + script, seconds: seconds)
        #expect(run.status == 0, "\(run.errors)")
        return try run.output.split(separator: "\n").map { line in
            var one = run
            one.output = String(line)
            return try Report(one)
        }
    }

    private static func expectFailure(
        _ report: Report?, _ cause: String, _ words: String..., from place: SourceLocation = #_sourceLocation
    ) throws {
        let report = try #require(report, sourceLocation: place)
        #expect(report.exit == 5, sourceLocation: place)
        #expect(report.evidence == "none", sourceLocation: place)
        #expect(report.cause == cause, sourceLocation: place)
        for word in words {
            #expect(report.text.contains(word), "\(report.text)", sourceLocation: place)
        }
    }

    @Test func aSilentTargetIsDeadWhileTheGatewayAnswers() throws {
        let reports = try Self.play(
            """
            ip -n pm01 link set eth0 down
            reset "$all" $active
            helper "$all" $active -T off pm01
            """)
        try #require(reports.count == 2)
        for report in reports {
            #expect(report.exit == 0, "\(report.text)")
            #expect(report.evidence == "silent")
            #expect(report.text.contains("10.0.0.2, fd00::2, fe80::2%eth0 silent in 2 trials"))
            #expect(report.text.contains("10.0.0.254"))
            #expect((1900..<20_000).contains(report.milliseconds))
        }
    }

    @Test(arguments: ["10.0.0.2", "fd00::2", "fe80::2%eth0"]) func oneAddressThatAnswersIsLife(address: String) throws {
        let reports = try Self.play(
            """
            for address in 10.0.0.2/24 fd00::2/64 fe80::2/64; do
                [[ $address == \(address.split(separator: "%")[0])/* ]] || ip -n pm01 address del $address dev eth0
            done
            reset "$all" $active
            """)
        try Self.expectFailure(reports.first, "alive", "\(address) answers", "this node is active")
    }

    @Test func theActiveNodeGoesOnAtOnceAndTheStandbyNodeWaits() throws {
        let reports = try Self.play(
            """
            reset "$all" $active standby_wait_time=30
            reset "$all" $standby
            reset "$all" run_standby_wait=no
            """)
        try #require(reports.count == 3)
        try Self.expectFailure(reports[0], "alive", "the next device acts at once")
        #expect(reports[0].milliseconds < 15_000)
        try Self.expectFailure(reports[1], "alive", "exit status 1", "stood by for 1 s")
        #expect(reports[1].milliseconds >= 1000)
        try Self.expectFailure(reports[2], "alive", "run_standby_wait=no")
        #expect(reports[2].milliseconds < 900)
    }

    @Test(arguments: ["ip -n lan link set to-me down", "ip link set eth0 down"])
    func withItsOwnLinkCutTheNodeCannotTell(cut: String) throws {
        try Self.expectFailure(
            try Self.play(
                """
                ip -n pm01 link set eth0 down
                \(cut)
                reset "$all" $active alive_check_target=10.0.0.254
                """
            ).first, "cannot-tell", "cannot tell whether pm01 is dead")
    }

    @Test func trialsAfterTheCableWasCutDoNotCount() throws {
        let run = try ClusterNetwork.run(
            """
            set +e
            ip -n pm01 link set eth0 down
            \(Namespace.quoted(Stage.shared.stonith)) -v -t external/stonith-helper dead_check_target=10.0.0.2 \
                run_standby_wait=no -T reset pm01 2>/run/told &
            until grep -q 'trial 3 of 5' /run/told; do timeout 0.05 tail -f /dev/null; done
            ip -n lan link set to-me down
            wait %1
            echo "status $?"
            cat /run/told
            """)
        #expect(run.output.hasPrefix("status 5\n"), "\(run.output)")
        #expect(run.output.contains("cannot tell whether pm01 is dead"), "\(run.output)")
    }

    /// The gateway answers on one link, and the link to the target is the one that is cut.
    @Test func aWitnessOnAnotherLinkDoesNotHearForACutOne() throws {
        let script = """
            ip link add name other type veth peer name eth0b netns pm01
            ip link set other up
            ip -n pm01 link set eth0b up
            ip address add 10.1.0.1/24 dev other
            ip -n pm01 address add 10.1.0.2/24 dev eth0b
            ip -n pm01 link set eth0b down

            """
        try Self.expectFailure(
            try Self.play(script + "reset dead_check_target=10.1.0.2 $active").first, "cannot-tell", "no carrier")
        let both = try Self.play(
            script + "ip -n pm01 link set eth0 down\nreset 'dead_check_target=10.1.0.2 10.0.0.2' $active")
        #expect(both.first?.exit == 0)
        #expect(both.first?.text.contains("dead: 10.0.0.2 silent") == true, "a cut link proves nothing, another does")
    }

    @Test func withoutAWitnessNothingIsProven() throws {
        let reports = try Self.play(
            """
            ip -n pm01 link set eth0 down
            ip -n gw link set eth0 down
            reset "$all" $active
            reset "$all" $active alive_check_target=10.0.0.254,fd00::254
            ip route del default
            reset "$all" $active
            helper "$all" $active -S
            helper "$all" $active alive_check_target=10.0.0.254 -S
            """)
        try #require(reports.count == 5)
        try Self.expectFailure(reports[0], "cannot-tell", "no witness answered", "10.0.0.254")
        try Self.expectFailure(reports[1], "cannot-tell", "10.0.0.254, fd00::254")
        try Self.expectFailure(reports[2], "cannot-tell", "set alive_check_target")
        #expect(reports[3].exit == 0)
        #expect(reports[3].warnings.contains { $0.contains("no witness") })
        #expect(reports[4].exit == 0)
        #expect(reports[4].warnings.isEmpty)
    }

    @Test func aWitnessOfIPv6IsAsGood() throws {
        let reports = try Self.play(
            """
            ip route del default
            ip -6 route add default via fe80::254 dev eth0
            ip -n pm01 link set eth0 down
            reset "$all" $active
            ip -6 route del default
            reset "$all" $active alive_check_target=fd00::254
            """)
        #expect(reports.map(\.exit) == [0, 0])
        #expect(reports.first?.text.contains("fe80::254%eth0 answered") == true)
        #expect(reports.last?.text.contains("fd00::254 answered") == true)
    }

    /// Whoever may not be sent to cannot be called silent.
    @Test(arguments: ["prohibit", "unreachable", "blackhole"]) func aSendThatFailsHereProvesNothing(route: String)
        throws
    {
        let reports = try Self.play(
            """
            ip -n pm01 link set eth0 down
            ip route add \(route) 10.9.0.1
            ip -6 route add \(route) fd09::1
            reset dead_check_target=10.0.0.2,10.9.0.1 $active
            reset dead_check_target=10.0.0.2,fd09::1 $active
            """)
        try Self.expectFailure(reports.first, "cannot-tell", "could not send to 10.9.0.1")
        try Self.expectFailure(reports.last, "cannot-tell", "could not send to fd09::1")
    }

    /// A host behind the gateway: what the gateway says of it is no life, and no fault of this node.
    @Test func aDeadNodeBehindTheGatewayIsDead() throws {
        let reports = try Self.play(
            """
            ip netns exec gw sysctl -qw net.ipv4.ip_forward=1
            ip -n gw route add unreachable 10.9.0.1
            reset dead_check_target=10.9.0.1 $active
            """)
        #expect(reports.first?.exit == 0)
    }

    @Test func aCheckThatHangsIsKilledAndMeansStandby() throws {
        let run = try ClusterNetwork.run(
            """
            set +e
            \(Namespace.quoted(Stage.shared.stonith)) -v -t external/stonith-helper dead_check_target=10.0.0.2 \
                standby_check_timeout=1 standby_wait_time=1 -T reset pm01 \
                standby_check_command='echo so far; (trap "" TERM; tail -f /dev/null) & wait'
            echo "status $?"
            pgrep -x tail || echo "nobody is left"
            """)
        #expect(run.errors.contains("did not end within 1 s and was killed; stood by for 1 s"), "\(run.errors)")
        #expect(run.errors.contains("| so far"))
        #expect(run.output == "status 5\nnobody is left\n")
        #expect((2000..<20_000).contains(run.milliseconds))
    }

    @Test(arguments: [("/no/such/program", "cannot start"), ("kill -KILL $$", "signal 9"), ("exit 3", "exit status 3")])
    func aCheckThatFailsMeansStandby(command: String, words: String) throws {
        let reports = try Self.play(
            "reset \"$all\" standby_wait_time=1 standby_check_command=\(Namespace.quoted(command))")
        try Self.expectFailure(reports.first, "alive", words, "stood by")
    }

    /// Backticks and a pipe, as operators write it; nothing on standard input.
    @Test func theCheckIsAShellsCommand() throws {
        let reports = try Self.play(
            """
            command='standby_check_command=echo "running on: `echo pm02`" | grep -q pm02 && [ -z "`cat`" ]'
            reset "$all" "$command"
            """)
        try Self.expectFailure(reports.first, "alive", "this node is active")
    }

    @Test func withoutADeadCheckTheTargetIsTakenForAlive() throws {
        let reports = try Self.play(
            """
            ip -n pm01 link set eth0 down
            reset run_dead_check=no $standby
            reset run_dead_check=no $active
            """)
        try Self.expectFailure(reports.first, "not-checked", "stood by for 1 s")
        try Self.expectFailure(reports.last, "not-checked", "at once")
    }

    @Test func theWaitEndsBeforeTheDeadline() throws {
        let reports = try Self.play("reset \"$all\" standby_check_command=false standby_wait_time=60 --timeout 3")
        try Self.expectFailure(reports.first, "alive", "of 60 s only", "timeout must exceed")
        #expect(reports.first.map { $0.milliseconds < 30_000 } == true)
    }

    /// Without CAP_NET_RAW, but with net.ipv4.ping_group_range as a distribution may set it; then without that too.
    @Test func pingSocketsAreUsedWhereRawOnesAreForbidden() throws {
        let bare = "setpriv --bounding-set=-net_raw --inh-caps=-net_raw"
        let command = """
            \(bare) \(Namespace.quoted(Stage.shared.stonith)) --json -t external/stonith-helper \
                dead_check_target='10.0.0.2 fe80::2%eth0' dead_check_trialcount=1 standby_check_command=true \
                -T reset pm01 || true

            """
        let reports = try Self.play(
            "\(command)sysctl -qw net.ipv4.ping_group_range='0 0'\n\(command)"
                + "ip -n pm01 link set eth0 down\n\(command)")
        try #require(reports.count == 3)
        try Self.expectFailure(reports[0], "cannot-tell", "Permission denied")
        try Self.expectFailure(reports[1], "alive", "answers")
        #expect(reports[2].exit == 0, "\(reports[2].text)")
    }
}
