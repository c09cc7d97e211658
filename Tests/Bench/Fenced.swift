import Foundation
import TestRig

/// pacemaker-fenced without a cluster (`Tests/rig/fenced-alone`), asked over libstonithd. Milliseconds; nil where it is
/// not measured: `BENCH_PEERS=none` measures none of it, `BENCH_PEERS=all` also what takes a minute.
enum Fenced {
    private static let choice = ProcessInfo.processInfo.environment["BENCH_PEERS"] ?? ""
    private static let isMeasured = choice != "none" && geteuid() == 0

    /// One reset of each of so many BMCs at once, with external/ipmi.
    static func reset(count: Int, rounds: Int) throws -> Double? {
        guard isMeasured else { return nil }
        let lines = try run(
            """
            bmc-sim start $folder/bmcs 127.0.66.1 623 \(count) >/dev/null
            trap 'bmc-sim stop $folder/bmcs' EXIT
            fenced-client at-once \(rounds) \(count) external/ipmi hostname=n% ipaddr=127.0.66.% \
                \(credentials) ipmitool=$folder/bmcs/ipmitool
            """)
        return Measuring.median(lines.compactMap(Double.init))
    }

    private static let credentials =
        "userid=\(SimulatedBMC.user) passwd=\(SimulatedBMC.password) interface=lanplus"

    /// Without a cluster it knows no levels, and tries several devices in an order of its own: the first one fails.
    static func nextLevel() throws -> Double? {
        guard isMeasured else { return nil }
        let lines = try run(
            """
            for _ in {1..5}; do
                for level in 1 2; do
                    stonith_admin -R d$level --agent fence_idle -o pcmk_host_list=n1 -o pcmk_host_check=static-list \
                        -o fails=2 -o pcmk_reboot_retries=1 -o note=$folder/notes
                done
                stonith_admin --reboot n1 --timeout 60 >/dev/null
                for level in 1 2; do stonith_admin -D d$level; done # it would remember that d1 failed
            done
            cat $folder/notes
            """)
        return try Notes.median(lines.joined(separator: "\n"))
    }

    /// With external/ipmi at both levels. It takes a minute.
    static func silentBMC() throws -> Double? {
        guard isMeasured, choice == "all" else { return nil }
        let lines = try run(
            """
            bmc-sim start $folder/bmcs 127.0.66.1 623 2 >/dev/null
            trap 'bmc-sim stop $folder/bmcs' EXIT
            echo dead >$folder/bmcs/1/mode
            for level in 1 2; do
                stonith_admin -R d$level --agent external/ipmi -o pcmk_host_list=n1 -o pcmk_host_check=static-list \
                    -o priority=$((9 - level)) -o hostname=n1 -o ipaddr=127.0.66.$level \
                    -o ipmitool=$folder/bmcs/ipmitool \
                    $(printf -- '-o %s ' \(credentials))
            done
            begin=${EPOCHREALTIME/./}
            stonith_admin --reboot n1 --timeout 120 >/dev/null
            echo $(((${EPOCHREALTIME/./} - begin) / 1000))
            """)
        return Measuring.median(lines.compactMap(Double.init))
    }

    static func agentThatDoesNothing(serial: Int, atOnce: Int) throws -> (oneByOne: Double?, atOnce: Double?) {
        guard isMeasured else { return (nil, nil) }
        let lines = try run(
            "fenced-client one-by-one \(serial) 1 fence_idle; echo; fenced-client at-once 3 \(atOnce) fence_idle")
        let parts = lines.split(separator: "", omittingEmptySubsequences: false).map { $0.compactMap(Double.init) }
        guard parts.count == 2, !parts[1].isEmpty else { throw Measuring.Failure.failed("fenced-client said \(lines)") }
        return (parts[0].reduce(0, +), Measuring.median(parts[1]))
    }

    /// The lines that a shell command beside a fresh pacemaker-fenced prints; `$folder` is a folder of its own.
    private static func run(_ command: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let run = try ProcessRun.run(
            "\(Stage.repository)/Tests/rig/fenced-alone", [folder.root, "folder=\(folder.root)\n\(command)"],
            seconds: 300)
        guard run.status == 0 else { throw Measuring.Failure.failed("pacemaker-fenced: \(run.output)\(run.errors)") }
        return run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
