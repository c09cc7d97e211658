import Foundation
import TestRig
import Testing

/// Each way a hypervisor can fail has its own message, exit code and cause.
@Suite(.waiting, .enabled(if: LibvirtHost.isAllowed, "needs root, for a libvirtd in namespaces of its own"))
struct LibvirtErrorTests {
    @Test func whatKeepsSSHOutIsToldApart() throws {
        let host = try LibvirtHost("127.41.2.1", "pm01+")
        let known = try host.read("keys/known_hosts")
        let ssh = try host.read("ssh")

        try host.write("keys/known_hosts", "")
        try expect(2, "host-key-refused", "known_hosts", host.sshURI())
        try host.write("keys/known_hosts", try otherKey(known, host))
        let changed = try expect(2, "host-key-refused", "known_hosts", host.sshURI())
        #expect(changed.text.contains("REMOTE HOST IDENTIFICATION HAS CHANGED"))
        try host.write("keys/known_hosts", known)

        try replaceSSH(host, ssh.replacing("keys/client", with: "keys/stranger"))
        try expect(2, "ssh-login-refused", "authorized_keys", host.sshURI())
        try replaceSSH(host, ssh)
        try expect(2, "not-libvirt", "nologin", host.sshURI(user: "nobody"))
        try expect(6, "refused", "nothing listens", host.sshURI(port: 2249))
        try expect(1, "no-such-host", "resolve", "qemu+ssh://host.invalid/system")
        try expect(6, "connection-lost", "command=", host.sshURI().replacing("/ssh", with: "/no-such-program"))
        try expect(2, "host-key-refused", "known_hosts", host.sshURI().replacing("qemu+ssh", with: "qemu+libssh"))

        #expect(try host.events(of: "pm01").isEmpty)
        #expect(try eventually { try sshProcesses(of: host).isEmpty })
    }

    @Test func whatIsWrongBehindTheDoorIsToldApart() throws {
        let host = try LibvirtHost("127.41.2.2", "pm01+")
        try expect(1, "uri-refused", "virsh -c", host.socketURI.replacing("/system", with: "/nosuch"))
        try expect(6, "no-daemon", "start libvirtd", LibvirtHost.uri(socket: "/nonexistent"))
        try expect(2, "certificate-refused", "certificate", host.tlsURI.replacing("/pki", with: "/keys"))
        try expect(6, "refused", "nothing listens", host.tlsURI.replacing(":2242", with: ":2249"))
        try expect(1, "bad-config", "names no host", "qemu+ssh:///system")
        let other = try LibvirtHost("127.41.2.3", "pm01")
        let wrongAuthority = host.tlsURI.replacing(host.path("pki"), with: other.path("pki"))
        try expect(2, "certificate-refused", "certificate", wrongAuthority)
        try host.signalLibvirtd(SIGKILL)
        try expect(6, "no-daemon", "start libvirtd", host.sshURI())
    }

    /// The forced command leads to libvirtd and to nothing else, whatever the client asks sshd for.
    @Test func aKeyThatMayReachLibvirtdOnlyIsEnough() throws {
        let host = try LibvirtHost("127.41.2.4", "pm01+")
        let key = try host.read("keys/client.pub")
        try host.write("keys/authorized", "restrict,command=\"virt-ssh-helper qemu:///system\" \(key)")
        let (run, report) = try act(host.sshURI(), "reset")
        #expect(run.status == 0, "\(report.text)")
        let shell = try ProcessRun.run(
            host.path("ssh"), ["-p", "\(host.port)", "root@\(host.address)", "echo hello"], input: "nonsense")
        #expect(!shell.output.contains("hello"))
    }

    private func act(_ uri: String, _ action: String) throws -> (run: ProcessRun, report: Report) {
        try Stage.shared.report(
            ["hostlist=pm01", "hypervisor_uri=\(uri)", "-T", action, "pm01"], type: "external/libvirt")
    }

    @discardableResult
    private func expect(_ status: Int32, _ cause: String, _ words: String, _ uri: String) throws -> Report {
        let (run, report) = try act(uri, "off")
        #expect(run.status == status, "\(uri): \(report.text)")
        #expect(report.cause == cause, "\(uri): \(report.text)")
        #expect(report.text.contains(words), "\(uri): \(report.text)")
        #expect(run.milliseconds < 20_000, "\(uri)")
        return report
    }

    private func otherKey(_ known: String, _ host: LibvirtHost) throws -> String {
        let place = known.split(separator: " ")[0]
        return "\(place) \(try host.read("keys/stranger.pub"))"
    }

    private func replaceSSH(_ host: LibvirtHost, _ text: String) throws {
        try host.write("ssh", text, mode: 0o755)
    }
}

/// The ssh processes that lead to a rig.
func sshProcesses(of host: LibvirtHost) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
        guard pid_t(name) != nil, let data = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else {
            return false
        }
        return String(decoding: data, as: UTF8.self).contains("UserKnownHostsFile=\(host.path("keys"))")
    }
}
