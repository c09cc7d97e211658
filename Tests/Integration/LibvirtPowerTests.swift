import Foundation
import TestRig
import Testing

/// What `external/libvirt` does to real domains of a real libvirtd, as another client of it sees that.
@Suite(.waiting, .enabled(if: LibvirtHost.isAllowed, "needs root, for a libvirtd in namespaces of its own"))
struct LibvirtPowerTests {
    private static let type = "external/libvirt"

    private static func act(
        _ action: String, _ node: String, _ uri: String, _ more: [String] = []
    ) throws -> (run: ProcessRun, report: Report) {
        try Stage.shared.report(
            ["hostlist=pm01,node2:pm02,node3:pm03", "hypervisor_uri=\(uri)"] + more + ["-T", action, node], type: type)
    }

    /// Over a socket of this machine, over ssh and over TLS.
    @Test func resetIsOffReadBackAndOnOverEveryWay() throws {
        let host = try LibvirtHost("127.41.1.1", "pm01+")
        for uri in [host.socketURI, host.sshURI(), host.tlsURI] {
            let before = try host.events(of: "pm01")
            let (run, report) = try Self.act("reset", "pm01", uri)
            #expect(run.status == 0, "\(uri): \(report.text)")
            #expect(report.evidence == "read-back")
            #expect(report.warnings.isEmpty)
            #expect(try host.isOn("pm01"))
            #expect(try eventually { try host.events(of: "pm01") == before + ["off", "on"] }, "\(uri)")
        }
        #expect(
            try Stage.shared.report(["hostlist=pm01", "hypervisor_uri=\(host.sshURI())", "-S"], type: Self.type).run
                .status == 0)
    }

    @Test func offAndOnDoWhatIsNeededOnce() throws {
        let host = try LibvirtHost("127.41.1.2", "pm01", "pm02+")
        let steps = [
            ("off", "node2", "", ["off"]), ("off", "NODE2", "It was off already.", ["off"]),
            ("reset", "node2", "It was off already; it is on now.", ["off", "on"]),
            ("on", "node2", "It was on already.", ["off", "on"]), ("off", "node2", "", ["off", "on", "off"]),
            ("on", "node2", "", ["off", "on", "off", "on"]),
        ]
        for (action, node, text, events) in steps {
            let (run, report) = try Self.act(action, node, host.socketURI)
            #expect(run.status == 0, "\(action): \(report.text)")
            #expect(report.evidence == "read-back")
            #expect(report.text == text)
            #expect(try eventually { try host.events(of: "pm02") == events })
        }
        #expect(try host.events(of: "pm01").isEmpty)
        let (run, report) = try Self.act("reset", "pm09", host.socketURI)
        #expect(run.status == 4)
        #expect(report.cause == "wrong-target")
    }

    /// Under either of its names.
    @Test(arguments: ["reset_method", "reboot_method"])
    func rebootResetsTheMachineAndLeavesTheDomainOn(_ name: String) throws {
        let host = try LibvirtHost(name == "reset_method" ? "127.41.1.3" : "127.41.1.4", "pm01", "pm03~")
        let before = try host.resets(of: "pm03")
        let (run, report) = try Self.act("reset", "node3", host.socketURI, ["\(name)=reboot"])
        #expect(run.status == 0)
        #expect(report.evidence == "accepted")
        #expect(try eventually { try host.resets(of: "pm03") > before })
        #expect(try host.events(of: "pm03").isEmpty)

        let (off, words) = try Self.act("reset", "node3", host.socketURI)
        #expect(off.status == 0)
        #expect(words.evidence == "read-back")
        #expect(words.warnings.contains { $0.contains("was transient") })
        #expect(try Self.act("off", "node3", host.socketURI).report.cause == "no-such-domain")
    }

    @Test(arguments: [(5, "reset"), (25, "on")])
    func aNodeThatWasSavedDoesNotWakeUpWithItsOldMemory(_ number: Int, _ action: String) throws {
        let host = try LibvirtHost("127.41.1.\(number)", "pm01+")
        #expect(try host.virsh("managedsave", "pm01").status == 0)
        let (run, report) = try Self.act(action, "pm01", host.socketURI)
        #expect(run.status == 0, "\(report.text)")
        #expect(report.evidence == "read-back")
        #expect(try eventually { try host.read("events").contains("'pm01': Started Booted") })
        #expect(try !host.read("events").contains("'pm01': Started Restored"))
    }

    /// libvirtd asks a process to end first, and kills it 10 s later; it gives signs of life meanwhile.
    @Test func aDomainThatHangsIsKilledThoughThatTakesLongerThanTheSilence() throws {
        let host = try LibvirtHost("127.41.1.6", "pm01+")
        try host.signal(domain: "pm01", SIGSTOP)
        let (run, report) = try Self.act("off", "pm01", host.socketURI, ["silence_timeout=3", "--timeout", "50"])
        #expect(run.status == 0, "\(report.text)")
        #expect(report.evidence == "read-back")
        #expect(run.milliseconds > 4000)
        #expect(try !host.isOn("pm01"))
    }

    @Test func statusNamesTheDomainsThatAreMissing() throws {
        let host = try LibvirtHost("127.41.1.7", "pm01")
        let common = ["hypervisor_uri=\(host.socketURI)", "-S"]
        let (some, report) = try Stage.shared.report(["hostlist=pm01 pm02:elsewhere"] + common, type: Self.type)
        #expect(some.status == 0)
        #expect(report.warnings == ["this host's hypervisor has no domain elsewhere: pm02 cannot be fenced there"])
        let (none, words) = try Stage.shared.report(["hostlist=pm02:elsewhere"] + common, type: Self.type)
        #expect(none.status == 4)
        #expect(words.cause == "no-such-domain")
    }

    /// The driver inside the library: no libvirtd, and no node that would be fenced.
    @Test func theMadeUpHypervisorIsWarnedAbout() throws {
        let (run, report) = try Stage.shared.report(
            ["hostlist=test", "hypervisor_uri=test:///default", "-T", "reset", "test"], type: Self.type)
        #expect(run.status == 0)
        #expect(report.warnings.contains { $0.contains("no node is fenced by it") })
    }
}
