import TestRig
import Testing

/// `fence_virsh` as it is installed, over ssh to a loopback sshd whose virsh is libvirt's test driver, under `stonith`
/// and under the daemon. All of it is in namespaces of its own.
@Suite(.enabled(if: Namespace.isAllowed, "needs root, for a network of its own and an sshd"))
struct FenceVirshTests {
    private static let host = "192.0.2.9"

    /// What each part printed, under its name.
    private static func run(_ calls: [(name: String, command: String)]) throws -> (output: String, log: String) {
        let folder = try TemporaryFolder()
        try folder.write("sshd_config", sshd(folder))
        try folder.write("stonith.crm", configuration(folder), mode: 0o600)
        let steps = calls.map { "s=0; \($0.command) 2>&1 </dev/null || s=$?; echo '\($0.name):' $s" }
        let run = try Namespace.run(
            prepare(folder) + steps.joined(separator: "\n"), hasOwnNetwork: true,
            environment: ProcessRun.plainEnvironment.merging(["STONITH_SOCKET": folder.path("sock")]) { $1 })
        #expect(run.status == 0, "\(run.errors)")
        return (run.output, (try? folder.read("log")) ?? "")
    }

    private static func sshd(_ folder: TemporaryFolder) -> String {
        """
        Port 22
        ListenAddress \(host)
        HostKey \(folder.path("hostkey"))
        PidFile none
        UsePAM no
        StrictModes no
        PermitRootLogin prohibit-password

        """
    }

    private static func parameters(_ folder: TemporaryFolder) -> String {
        "ip=\(host) username=root identity_file=\(folder.path("home/.ssh/id_ed25519")) login_timeout=15"
    }

    private static func configuration(_ folder: TemporaryFolder) -> String {
        """
        primitive v stonith:fence_virsh params pcmk_host_map="pm01:test" \(parameters(folder))
        primitive w stonith:fence_virsh params pcmk_host_check=dynamic-list \(parameters(folder))
        property stonith-timeout=90s

        """
    }

    private static func prepare(_ folder: TemporaryFolder) -> String {
        let root = folder.root
        return """
            sed 's|^root:.*|root:x:0:0:root:\(root)/home:/bin/bash|' /etc/passwd >\(root)/passwd
            sed 's|^root:[^:]*|root:*|' /etc/shadow >\(root)/shadow
            mount --bind \(root)/passwd /etc/passwd
            mount --bind \(root)/shadow /etc/shadow
            mount -t tmpfs tmpfs /run
            mkdir -p /run/sshd
            ln -s \(root) /run/virsh-test
            cp /usr/bin/virsh \(root)/virsh.real
            mount --bind \(Stage.repository)/Tests/rig/virsh-test /usr/bin/virsh
            mkdir -m 700 -p \(root)/home/.ssh
            ssh-keygen -q -t ed25519 -N '' -f \(root)/hostkey
            ssh-keygen -q -t ed25519 -N '' -f \(root)/home/.ssh/id_ed25519
            cp \(root)/home/.ssh/id_ed25519.pub \(root)/home/.ssh/authorized_keys
            echo "\(host) $(cut -d' ' -f1,2 \(root)/hostkey.pub)" >\(root)/home/.ssh/known_hosts
            ip address add \(host)/32 dev lo
            /usr/sbin/sshd -D -f \(root)/sshd_config -E \(root)/sshd.log &
            \(Stage.repository)/Tests/rig/wait-until ': </dev/tcp/\(host)/22' || { cat \(root)/sshd.log >&2; exit 1; }
            stonith() { \(Stage.shared.stonith) "$@"; }
            fence_virsh() { stonith -t fence_virsh \(parameters(folder)) "$@"; }
            daemon() {
                \(Stage.shared.stonithd) -f --node pm02 --config \(root)/stonith.crm --socket \(root)/sock \
                    --state \(root)/state --log \(root)/ha-log --readable-log none &
                \(Stage.repository)/Tests/rig/wait-until "\(Stage.shared.stonith) status >/dev/null 2>&1"
            }

            """
    }

    @Test func itIsAskedByTheCommand() throws {
        let (output, log) = try Self.run([
            ("list", "fence_virsh -l"), ("status", "fence_virsh -S"),
            ("reset", "fence_virsh --json plug=test -T reset pm01"), ("off", "fence_virsh -T off test"),
            ("again", "fence_virsh -T off test"), ("on", "fence_virsh -T on test"),
            ("stranger", "fence_virsh -T off pm09"),
        ])
        #expect(log == "destroy\nstart\ndestroy\nstart\n", "\(output)")
        #expect(output.hasPrefix("test\nlist: 0\n"), "\(output)")
        for step in ["status: 0", "reset: 0", "off: 0", "again: 0", "on: 0", "stranger: 1"] {
            #expect(output.contains("\(step)\n"), "\(step): \(output)")
        }
        #expect(output.contains(#""evidence":"read-back""#))
        #expect(output.contains("off was read back by fence_virsh"))
    }

    @Test func itIsAskedByTheDaemon() throws {
        let (output, log) = try Self.run([
            ("start", "daemon"), ("fence", "stonith fence pm01 --json"),
            ("off", "stonith fence test --action off --json"),
            ("monitor", "stonith monitor v"),
        ])
        #expect(log == "destroy\nstart\ndestroy\n", "\(output)")
        for step in ["fence: 0", "off: 0", "monitor: 0"] { #expect(output.contains("\(step)\n"), "\(output)") }
        #expect(output.contains("off was read back by fence_virsh"), "\(output)")
    }
}
