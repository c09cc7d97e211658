import TestRig
import Testing

/// `external/libvirt` on a real libvirtd: cluster-glue's script under Debian's `stonith`, the same script under ours as
/// `script/libvirt`, and ours natively.
@Suite(.enabled(if: LibvirtHost.isAllowed, "needs root, for a libvirtd in namespaces of its own"))
struct DebianLibvirtTests {
    private struct Way {
        var name: String
        var program: String
        var type: String
        var domain: String
    }

    private static let ways = [
        Way(name: "debian", program: PeerComparison.debian, type: "external/libvirt", domain: "vm1"),
        Way(name: "script", program: Stage.shared.stonith, type: "script/libvirt", domain: "vm2"),
        Way(name: "native", program: Stage.shared.stonith, type: "external/libvirt", domain: "vm3"),
    ]

    /// In this order on one domain, which is on at first.
    private static let steps = [
        "-S", "-l", "-T reset pm01", "-T off PM01", "-S", "-T off pm01", "-T reset pm01", "-T on pm01", "pm01",
        "-T off pm01", "-T on pm01", "-lS",
    ]

    @Test(arguments: ["socket", "ssh"]) func sameExitStatusAndSamePower(_ transport: String) throws {
        let isSSH = transport == "ssh"
        let host = try LibvirtHost(isSSH ? "127.41.4.2" : "127.41.4.1", "vm1+", "vm2+", "vm3+")
        let answers = try walk(Self.steps, host, isSSH ? host.sshURI() : host.socketURI, other: "")
        let power = ["off", "on", "off", "on", "off", "on", "off", "on"]
        for way in Self.ways {
            #expect(answers[way.name]?.statuses == Self.steps.map { "\($0): 0" }, "\(way)")
            #expect(answers[way.name]?.hosts == ["pm01", "pm02", "pm01", "pm02"], "\(way)")
            #expect(try eventually { try host.events(of: way.domain) == power }, "\(way)")
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

    private struct Walk {
        var statuses: [String]
        var hosts: [String]
    }

    /// All the steps one after the other, each way on a domain of its own and all ways at the same time. `pm02` is a
    /// domain that is not there.
    private func walk(
        _ steps: [String], _ host: LibvirtHost, _ uri: String, other: String
    ) throws -> [String: Walk] {
        let folder = try TemporaryFolder()
        var script = ""
        for way in Self.ways {
            let out = folder.path(way.name)
            let device =
                "\(way.program) -t \(way.type) hostlist=pm01:\(way.domain),pm02:nobody 'hypervisor_uri=\(uri)' \(other)"
            let calls = steps.map { "\(device) \($0) >>\(out).hosts; echo \"\($0): $?\" >>\(out)" }
            script += "{ \(calls.joined(separator: "\n")); } </dev/null 2>/dev/null &\n"
        }
        _ = try ProcessRun.shell("export PATH=$PATH:/usr/share/cluster-glue\n\(script) wait", seconds: 240)
        var walks: [String: Walk] = [:]
        for way in Self.ways {
            walks[way.name] = Walk(
                statuses: lines(try folder.read(way.name)), hosts: lines(try folder.read("\(way.name).hosts")))
        }
        return walks
    }

    private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
