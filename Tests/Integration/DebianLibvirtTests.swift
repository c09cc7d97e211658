import TestRig
import Testing

/// `external/libvirt` on a real libvirtd: cluster-glue's script under Debian's `stonith`, the same script under ours as
/// `script/libvirt`, and ours natively.
@Suite(.waiting, .enabled(if: LibvirtHost.isAllowed, "needs root, for a libvirtd in namespaces of its own"))
struct DebianLibvirtTests {
    private static let ways = DebianWalk.ways("libvirt")

    @Test(arguments: ["socket", "ssh"]) func sameExitStatusAndSamePower(_ transport: String) throws {
        let isSSH = transport == "ssh"
        let host = try LibvirtHost(isSSH ? "127.41.4.2" : "127.41.4.1", "vm1+", "vm2+", "vm3+")
        let answers = try walk(DebianWalk.steps, host, isSSH ? host.sshURI() : host.socketURI, other: "")
        let power = ["off", "on", "off", "on", "off", "on", "off", "on"]
        for way in Self.ways {
            #expect(answers[way.name]?.statuses == DebianWalk.steps.map { "\($0): 0" }, "\(way)")
            #expect(answers[way.name]?.hosts == ["pm01", "pm02", "pm01", "pm02"], "\(way)")
            #expect(try eventually { try host.events(of: "vm\(way.number)") == power }, "\(way)")
        }
    }

    /// On purpose: reboot resets the machine whether its guest listens or not, and a failure tells its reason.
    @Test func whatDiffersIsWhatIsMeantTo() throws {
        let host = try LibvirtHost("127.41.4.3", "vm1+", "vm2+", "vm3+")
        let asked = try walk(["-T reset pm01"], host, host.socketURI, other: "reset_method=reboot")
        for way in Self.ways { #expect(asked[way.name]?.statuses == ["-T reset pm01: 0"], "\(way)") }

        let missing = try walk(["-S", "-T off pm02"], host, host.socketURI, other: "")
        #expect(missing["debian"]?.statuses == ["-S: 0", "-T off pm02: 5"])
        #expect(missing["script"]?.statuses == missing["debian"]?.statuses)
        #expect(missing["native"]?.statuses == ["-S: 0", "-T off pm02: 4"])

        let refused = try walk(["-S", "-T off pm01"], host, LibvirtHost.uri(socket: "/nonexistent"), other: "")
        #expect(refused["debian"]?.statuses == ["-S: 1", "-T off pm01: 5"])
        #expect(refused["script"]?.statuses == refused["debian"]?.statuses)
        #expect(refused["native"]?.statuses == ["-S: 6", "-T off pm01: 6"])
    }

    /// Each way on a domain of its own. `pm02` is a domain that is not there.
    private func walk(
        _ steps: [String], _ host: LibvirtHost, _ uri: String, other: String
    ) throws -> [String: DebianWalk] {
        try DebianWalk.walk(steps, Self.ways) { way in
            "hostlist=pm01:vm\(way.number),pm02:nobody 'hypervisor_uri=\(uri)' \(other)"
        }
    }
}
