import Foundation
import TestRig

/// A mount namespace of the test's own, with a disk in it that can fill up, freeze or fail.
final class MountRoom: Sendable {
    struct Failure: Error {
        var text: String
    }

    let folder: TemporaryFolder
    private let holder: RunningProcess

    /// Where the disk is, for those in the namespace.
    var disk: String { folder.path("disk") }
    /// The same for the test.
    var diskFromOutside: String { "/proc/\(holder.pid)/root\(disk)" }

    init() throws {
        folder = try TemporaryFolder()
        let holder = try RunningProcess("/usr/bin/unshare", ["-m", "/usr/bin/sleep", "600"])
        self.holder = holder
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let isThere = eventually {
            (try? String(contentsOfFile: "/proc/\(holder.pid)/comm", encoding: .utf8)) == "sleep\n"
        }
        guard isThere else { throw Failure(text: "no namespace") }
    }

    /// The writer's program, started in the namespace.
    func program() throws -> String {
        try folder.write(
            "writer", "#!/bin/sh\nexec nsenter -t \(holder.pid) -m \(Stage.shared.journal) \"$@\"\n", mode: 0o755)
    }

    /// A shell script in the namespace, with the disk's path as `$disk`.
    func run(_ script: String) throws {
        let run = try ProcessRun.run(
            "/usr/bin/nsenter", ["-t", "\(holder.pid)", "-m", "/bin/sh", "-euc", script],
            environment: ProcessRun.plainEnvironment.merging(["disk": disk]) { $1 }, seconds: 30)
        guard run.status == 0 else { throw Failure(text: "\(script): \(run.errors)") }
    }

    /// An ext4 of its own, on a file.
    func makeFileSystem() throws {
        let image = folder.path("image")
        try run("truncate -s 16M \(image) && mkfs.ext4 -q \(image) && mount -o loop \(image) $disk")
    }
}
