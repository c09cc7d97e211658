import Foundation

/// Namespaces for one shell script: its mounts, its network and every process it leaves go with it.
public enum Namespace {
    /// Only root may mount over system files such that root's own still look like root's.
    public static let isAllowed = geteuid() == 0

    /// - Parameter hasOwnNetwork: with loopback only, and that up.
    public static func run(
        _ script: String, hasOwnNetwork: Bool = false,
        environment: [String: String] = ProcessRun.plainEnvironment, seconds: Double = 60
    ) throws -> ProcessRun {
        let kinds = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"] + (hasOwnNetwork ? ["--net"] : [])
        let begin = "set -euo pipefail\n" + (hasOwnNetwork ? "ip link set lo up\n" : "")
        return try ProcessRun.run(
            "/usr/bin/unshare", kinds + ["/bin/bash", "-c", begin + script], environment: environment, seconds: seconds)
    }

    /// A text as one word of a shell script.
    public static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
