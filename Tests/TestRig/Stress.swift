import Foundation

/// Everything that a machine can have to do beside fencing: both cores and the memory are at work until the last owner
/// lets go.
public final class Stress: Sendable {
    private let process: RunningProcess

    public static let program = "/usr/bin/stress-ng"

    /// - Parameter folder: where it may write.
    public init(in folder: TemporaryFolder) throws {
        process = try RunningProcess(
            Self.program,
            [
                "--cpu", "4", "--vm", "2", "--vm-bytes", "1g", "--timeout", "60s", "--temp-path", folder.root,
                "--quiet",
            ], environment: ProcessRun.plainEnvironment, output: folder.path("stress"))
    }

    deinit {
        process.signal(SIGTERM)
        _ = process.wait(seconds: 10)
    }
}
