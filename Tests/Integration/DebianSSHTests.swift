import TestRig
import Testing

/// cluster-glue's `external/ssh` against a real sshd, under Debian's `stonith` and under ours.
///
/// The script would have the target reboot itself. Nothing of that can happen: sshd notes the command and runs none
/// (ForceCommand), `reboot` and `at` are hidden, and all of it is in namespaces of its own. Instead of a reboot the
/// target's address is taken away, which the script's ping sees.
@Suite(.waiting, .enabled(if: Namespace.isAllowed, "needs root, for a network of its own and an sshd on port 22"))
struct DebianSSHTests {
    private static let target = "192.0.2.7"
    private static let waitUntil = "\(Stage.repository)/Tests/rig/wait-until"
    private static let steps = [
        "-l", "-S", "-lS", "-T off \(target)", "-T on \(target)", "-T reset stranger", "-T reset \(target)",
    ]

    @Test func sameAnswersAndTheTargetIsToldToReboot() throws {
        for program in [PeerComparison.debian, Stage.shared.stonith] {
            let folder = try TemporaryFolder()
            let run = try Namespace.run(try script(program, folder), hasOwnNetwork: true)
            #expect(run.status == 0, "\(program): \(run.errors)")
            #expect(
                run.output == """
                    192.0.2.7
                    other
                    -l: 0
                    -S: 0
                    192.0.2.7
                    other
                    -lS: 0
                    -T off 192.0.2.7: 5
                    -T on 192.0.2.7: 5
                    -T reset stranger: 5
                    -T reset 192.0.2.7: 0

                    """, "\(program): \(run.errors)")
            let told = try folder.read("told")
            #expect(told.split(separator: "\n").count == 1, "\(program)")
            #expect(told.hasSuffix("; /sbin/reboot -nf' | SHELL=/bin/sh at now >/dev/null 2>&1\n"), "\(program)")
        }
    }

    private func script(_ program: String, _ folder: TemporaryFolder) throws -> String {
        try prepare(folder)
        let root = folder.root
        let calls = Self.steps.map { step in
            "s=0; \(program) -t external/ssh hostlist=\(Self.target),other \(step) </dev/null || s=$?; "
                + "echo '\(step):' $s"
        }
        return """
            for name in reboot poweroff at; do
                for path in /sbin/$name /bin/$name; do [ ! -e $path ] || mount --bind /bin/false $path; done
            done
            sed 's|^root:.*|root:x:0:0:root:\(root)/home:/bin/sh|' /etc/passwd >\(root)/passwd
            sed 's|^root:[^:]*|root:*|' /etc/shadow >\(root)/shadow
            mount --bind \(root)/passwd /etc/passwd
            mount --bind \(root)/shadow /etc/shadow
            mount -t tmpfs tmpfs /run
            mkdir -p /run/sshd
            mkdir -m 700 -p \(root)/home/.ssh
            ssh-keygen -q -t ed25519 -N '' -f \(root)/hostkey
            ssh-keygen -q -t ed25519 -N '' -f \(root)/home/.ssh/id_ed25519
            cp \(root)/home/.ssh/id_ed25519.pub \(root)/home/.ssh/authorized_keys
            ip address add \(Self.target)/32 dev lo
            /usr/sbin/sshd -D -f \(root)/sshd_config -E \(root)/sshd.log &
            \(Self.waitUntil) ': </dev/tcp/\(Self.target)/22' || { cat \(root)/sshd.log >&2; exit 1; }
            \(calls.joined(separator: "\n"))
            """
    }

    private func prepare(_ folder: TemporaryFolder) throws {
        try folder.write(
            "sshd_config",
            """
            Port 22
            ListenAddress \(Self.target)
            HostKey \(folder.path("hostkey"))
            PidFile none
            UsePAM no
            StrictModes no
            PermitRootLogin prohibit-password
            ForceCommand \(folder.path("note"))

            """)
        // The address goes once the session is over: without it ssh would wait for an answer that cannot come.
        try folder.write(
            "note",
            """
            #!/bin/bash
            echo "$SSH_ORIGINAL_COMMAND" >>\(folder.path("told"))
            setsid /bin/bash -c '
                \(Self.waitUntil) "test -z \\"\\$(ss -Htn state established sport = :22)\\""
                ip address del \(Self.target)/32 dev lo' </dev/null >/dev/null 2>&1 &

            """, mode: 0o755)
    }
}
