import TestRig

/// `external/libvirt` beside cluster-glue's script: the library's own made-up hypervisor, which takes no time and
/// leaves what the two cost themselves, and a real libvirtd with a real domain. The script sleeps for 2 s in a reset.
enum LibvirtBench {
    static let parts: [Bench.Part] = [("libvirt", run)]

    private static let path = "/usr/lib/stonith/plugins/external/libvirt"
    private static let madeUp = "test:///default"
    private static let runs = 21
    private static let scriptRuns = 3

    private static func run(_ figures: inout Figures) throws {
        let server = try WarmServer("libvirt")
        try nothing(server, &figures)
        guard LibvirtHost.isAllowed else { return }
        try domain(server, &figures)
    }

    private static func nothing(_ server: WarmServer, _ figures: inout Figures) throws {
        let warm = try Measuring.median(of: runs) { try reset(server, "test", madeUp) }
        let whole = try Measuring.median(of: runs) { try wholeProcess("test", madeUp) }
        let theirs = try Measuring.median(of: scriptRuns) { try script("test", madeUp) }
        let peer = [(name: "script", milliseconds: Optional(theirs))]
        figures.add("libvirt, made-up domain, reset, fork server", warm, peer, goal: .atMost(theirs / 10))
        figures.add("libvirt, made-up domain, reset, whole process", whole, peer, goal: .atMost(theirs / 10))
    }

    private static func domain(_ server: WarmServer, _ figures: inout Figures) throws {
        let host = try LibvirtHost("127.41.5.1", "pm01+")
        let proxy = try LibvirtProxy(to: host)
        let ways = [("socket", host.socketURI), ("ssh", host.sshURI())]
        for (name, uri) in ways {
            let warm = try Measuring.median(of: 7) { try reset(server, "pm01", uri) }
            let theirs = try Measuring.median(of: scriptRuns) { try script("pm01", uri) }
            figures.add(
                "libvirt, QEMU domain over \(name), reset, fork server", warm, [("script", theirs)], goal: .peer)
        }
        let alone = try Measuring.clocked {
            try host.virsh("destroy", "pm01")
            try host.virsh("start", "pm01")
        }
        figures.add("libvirt, what virsh destroy and start of that domain take alone", alone)
        _ = try reset(server, "pm01", proxy.uri)
        let ours = try proxy.count()
        try proxy.forgetCalls()
        _ = try script("pm01", proxy.uri)
        figures.count("libvirt, round trips of a reset", ours, atMost: try proxy.count() / 2)
    }

    private static func reset(_ server: WarmServer, _ domain: String, _ uri: String) throws -> Double {
        try server.reset(["hostlist=\(domain)", "hypervisor_uri=\(uri)"], target: domain)
    }

    private static func wholeProcess(_ domain: String, _ uri: String) throws -> Double {
        try Measuring.timed(
            Stage.shared.stonith,
            ["-s", "-t", "external/libvirt", "hostlist=\(domain)", "hypervisor_uri=\(uri)", "-T", "reset", domain])
    }

    private static func script(_ domain: String, _ uri: String) throws -> Double {
        try Measuring.timed(
            path, ["reset", domain],
            [
                "hostlist": domain, "hypervisor_uri": uri,
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin:/usr/share/cluster-glue",
            ])
    }
}
