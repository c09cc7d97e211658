import Foundation

/// A shell script with a `/run` of its own, where both kinds of `stonith -t meatware` and of `meatclient` meet.
///
/// The script has `ours` and `glue` (cluster-glue's programs, by their path), and these functions: `ask WHOSE NODE …`
/// starts a `stonith -t meatware -T reset NODE` in the background and waits for its FIFO; `answer WHOSE TEXT …` runs a
/// `meatclient` with that on its standard input, and prints its exit status; `asked` waits for the `stonith` and prints
/// its exit status. What the `stonith` said is in `$said`, what the `meatclient` said in `$answered`.
public enum MeatwareRoom {
    /// The parameters of the device that is asked.
    public static let hosts = "pm0 pm01 pm011"

    private static let preamble = """
        mount -t tmpfs -o mode=755 tmpfs /run
        declare -A stonith=([ours]=\(Namespace.quoted(Stage.shared.stonith)) [glue]=/usr/sbin/stonith)
        declare -A client=([ours]=\(Namespace.quoted(Stage.shared.meatclient)) [glue]=/usr/sbin/meatclient)
        wait_until=\(Namespace.quoted("\(Stage.repository)/Tests/rig/wait-until"))
        said=/run/said answered=/run/answered
        ask() {
            local whose=$1 node=$2
            shift 2
            "${stonith[$whose]}" -t meatware "$@" hostlist='\(hosts)' -T reset "$node" >$said 2>&1 </dev/null &
            asking=$!
            $wait_until "[ -p /run/meatware.${node,,} ]"
        }
        asked() {
            local status=0
            wait $asking || status=$?
            echo "stonith $status"
        }
        answer() {
            local whose=$1 text=$2 status=0
            shift 2
            printf "$text" | "${client[$whose]}" "$@" >$answered 2>&1 || status=$?
            echo "meatclient $status"
        }

        """

    /// What the script printed, line by line. Throws when the script failed.
    public static func run(_ script: String, seconds: Double = 60) throws -> [String] {
        let run = try Namespace.run(preamble + script, seconds: seconds)
        guard run.status == 0 else { throw Failure(text: "\(run.status): \(run.output)\n\(run.errors)") }
        return run.output.split(separator: "\n").map(String.init)
    }

    public struct Failure: Error { public var text: String }
}
