import Foundation
import TestRig
import Testing

/// `stonithd.service` as `make install` puts it in place, and what comes with it.
@Suite(.waiting) struct UnitTests {
    private static let library = "\(Stage.shared.prefix)/lib"
    private static let unit = "\(library)/systemd/system/stonithd.service"

    @Test func itExposesLittle() throws {
        let run = try ProcessRun.run(
            "/usr/bin/systemd-analyze", ["security", "--offline=yes", "--threshold=30", "--no-pager", Self.unit])
        #expect(run.status == 0, "\(run.output)")
        let open = try String(contentsOfFile: Self.unit, encoding: .utf8)
            .replacing("SystemCallFilter=@system-service\n", with: "")
        let folder = try TemporaryFolder()
        try folder.write("open.service", open)
        let worse = try ProcessRun.run(
            "/usr/bin/systemd-analyze",
            ["security", "--offline=yes", "--threshold=30", "--no-pager", folder.path("open.service")])
        #expect(worse.status != 0, "the threshold is one")
    }

    @Test func systemdKnowsEveryWordOfIt() throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: Self.unit, encoding: .utf8)
        #expect(text.contains("ExecStart=/usr/sbin/stonithd --foreground"))
        try folder.write("stonithd.service", text.replacing("/usr/sbin/stonithd", with: Stage.shared.stonithd))
        let run = try ProcessRun.run(
            "/usr/bin/systemd-analyze", ["verify", "--man=no", folder.path("stonithd.service")])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    }

    /// systemd-sysusers and systemd-tmpfiles make what the daemon needs in a root of its own; logrotate moves the logs.
    @Test(.enabled(if: Namespace.isAllowed, "needs root")) func whatBelongsToItIsMade() throws {
        let folder = try TemporaryFolder()
        let script = """
            mkdir -p \(folder.root)/image/etc
            printf 'root:x:0:\\n' >\(folder.root)/image/etc/group
            printf 'root:x:0:0::/:/bin/sh\\n' >\(folder.root)/image/etc/passwd
            systemd-sysusers --root=\(folder.root)/image \(Self.library)/sysusers.d/stonith.conf 2>/dev/null
            systemd-tmpfiles --root=\(folder.root)/image --create \(Self.library)/tmpfiles.d/stonith.conf
            cut -d: -f1 \(folder.root)/image/etc/group
            stat -c '%A %U' \(folder.root)/image/run/stonith \(folder.root)/image/var/lib/stonith
            mount -t tmpfs -o mode=755 tmpfs /var/log
            echo one >/var/log/ha-log
            cp \(Self.library)/../../etc/logrotate.d/stonith \(folder.root)/rotate
            chmod 644 \(folder.root)/rotate
            logrotate -f -s \(folder.root)/state \(folder.root)/rotate
            ls /var/log
            """
        let run = try Namespace.run(script)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == "root\nhaclient\ndrwxr-xr-x root\ndrwxr-xr-x root\nha-log.1\n", "\(run.errors)")
    }

    /// The unit under a systemd of its own: ipmi, an external script, fence_virsh over ssh, meatware and the dead check
    /// work under its restrictions, and whatever ends the daemon brings it back.
    @Test(.enabled(if: Namespace.isAllowed, "needs root, for namespaces and control groups of its own"))
    func everyKindOfAgentWorksUnderItsRestrictions() throws {
        let rig = "\(Stage.repository)/Tests/rig"
        let installed = URL(fileURLWithPath: Stage.shared.prefix).deletingLastPathComponent().path
        let run = try ProcessRun.run(
            "\(rig)/systemd-box", [installed, "\(rig)/service-trial", "\(rig)/bmc-sim", "\(rig)/wait-until"],
            seconds: 150)
        let lines = run.output.split(separator: "\n")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(lines.count { $0.hasPrefix("ok ") } >= 25 && !lines.contains { $0.hasPrefix("NOT ") })
    }
}
