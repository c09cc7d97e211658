import TestRig
import Testing

/// `fence_virsh` as it is installed, over ssh to a real libvirtd with real QEMU domains, under `stonith` and under the
/// daemon.
@Suite(.waiting, .enabled(if: LibvirtHost.isAllowed, "needs root, for a libvirtd in namespaces of its own"))
struct FenceVirshTests {
    /// The agent's own words to get a prompt that it knows, and the known host: it would write to root's file else.
    private static func options(_ host: LibvirtHost) -> String {
        #"-o UserKnownHostsFile=\#(host.path("keys/known_hosts")) "#
            + #"-t '/bin/bash -c "PS1=\\[EXPECT\\]# /bin/bash --noprofile --norc"'"#
    }

    private static func parameters(_ host: LibvirtHost) -> [(name: String, value: String)] {
        [
            ("ip", host.address), ("ipport", "\(host.port)"), ("username", "root"),
            ("identity_file", host.path("keys/client")), ("login_timeout", "15"), ("ssh_options", options(host)),
        ]
    }

    private static func act(_ host: LibvirtHost, _ arguments: String...) throws -> (run: ProcessRun, report: Report) {
        try Stage.shared.report(parameters(host).map { "\($0.name)=\($0.value)" } + arguments, type: "fence_virsh")
    }

    @Test func itIsAskedByTheCommand() throws {
        let host = try LibvirtHost("127.46.8.1", "pm01+", "pm02+")
        #expect(try Self.act(host, "-S").run.status == 0)
        var events: [String] = []
        for (action, seen) in [("reset", ["off", "on"]), ("off", ["off"]), ("off", []), ("on", ["on"])] {
            let (run, report) = try Self.act(host, "-T", action, "pm01")
            #expect(run.status == 0, "\(action): \(report.text)")
            #expect(report.evidence == "read-back")
            events += seen
            #expect(try eventually { try host.events(of: "pm01") == events }, "\(action)")
        }
        // A domain that is not there.
        #expect(try Self.act(host, "-T", "off", "pm09").run.status != 0)
        #expect(try host.events(of: "pm02").isEmpty)
    }

    @Test func itIsAskedByTheDaemon() throws {
        let host = try LibvirtHost("127.46.8.2", "pm01+", "node2+")
        let words = Self.parameters(host).map { name, value in
            let quoted = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\(name)=\"\(quoted)\""
        }.joined(separator: " ")
        let daemon = try RunningDaemon(
            """
            primitive v stonith:fence_virsh params pcmk_host_map="pm02:node2" \(words)
            primitive w stonith:fence_virsh params pcmk_host_check=dynamic-list \(words)
            property stonith-timeout=90s

            """, node: "pm03"
        ) { Issue.record("\($0)") }
        for (node, action) in [("pm02", "reset"), ("pm01", "off")] {
            let run = try daemon.stonith(["fence", node, "--action", action, "--json"], seconds: 100)
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.output.contains("off was read back by fence_virsh"), "\(run.output)")
        }
        #expect(try eventually { try host.events(of: "node2") == ["off", "on"] })
        #expect(try eventually { try host.events(of: "pm01") == ["off"] })
        #expect(try daemon.stonith(["monitor", "v"], seconds: 60).status == 0)
    }
}
