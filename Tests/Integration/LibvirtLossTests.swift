import Foundation
import TestRig
import Testing

/// A hypervisor that stops answering: the action ends in time, and what was sent is never taken for done or undone.
@Suite(.waiting, .enabled(if: LibvirtHost.isAllowed, "needs root, for a libvirtd in namespaces of its own"))
struct LibvirtLossTests {
    private static func act(
        _ action: String, _ uri: String, _ more: [String] = []
    ) throws -> (run: ProcessRun, report: Report) {
        try Stage.shared.report(
            ["hostlist=pm01", "hypervisor_uri=\(uri)"] + more + ["-T", action, "pm01"], type: "external/libvirt")
    }

    @Test func aLibvirtdThatHangsIsToldAsSilentAndNothingIsLeftBehind() throws {
        let host = try LibvirtHost("127.41.3.1", "pm01+")
        try host.signalLibvirtd(SIGSTOP)
        for uri in [host.socketURI, host.sshURI()] {
            let (run, report) = try Self.act("reset", uri, ["silence_timeout=2"])
            #expect(run.status == 6)
            #expect(report.cause == "silent")
            #expect(run.milliseconds > 1900 && run.milliseconds < 15_000)
        }
        let (run, report) = try Self.act("reset", host.sshURI(), ["--timeout", "3"])
        #expect(run.status == 6)
        #expect(report.cause == "no-answer")
        #expect(run.milliseconds < 12_000)
        #expect(try eventually { try sshProcesses(of: host).isEmpty })
        try host.signalLibvirtd(SIGCONT)
        #expect(try host.isOn("pm01"))
        #expect(try host.events(of: "pm01").isEmpty)
    }

    @Test func aHangAfterTheCommandIsUnknown() throws {
        let host = try LibvirtHost("127.41.3.2", "pm01+")
        let proxy = try LibvirtProxy(to: host)
        try proxy.set(.hang(.destroy))
        let (run, report) = try Self.act("reset", proxy.uri, ["silence_timeout=2", "--timeout", "30"])
        #expect(report.code == "unknown")
        #expect(report.cause == "no-answer-to-command")
        #expect(report.text.contains("nobody knows whether it was carried out"))
        #expect(run.milliseconds < 20_000)
        #expect(try proxy.count(.destroy) == 1)
        #expect(try proxy.count(.createWithFlags) == 0)
    }

    @Test func aHangAfterTheCommandEndsAtTheDeadline() throws {
        let host = try LibvirtHost("127.41.3.3", "pm01+")
        let proxy = try LibvirtProxy(to: host)
        try proxy.set(.hang(.destroy))
        let (run, report) = try Self.act("off", proxy.uri, ["--timeout", "4"])
        #expect(report.code == "unknown")
        #expect(run.milliseconds < 12_000)
    }

    @Test func anAnswerThatIsLostIsMadeGoodByReadingTheState() throws {
        let host = try LibvirtHost("127.41.3.4", "pm01+")
        let proxy = try LibvirtProxy(to: host)
        try proxy.set(.cut(.destroy))
        let (run, report) = try Self.act("reset", proxy.uri)
        #expect(run.status == 0, "\(report.text)")
        #expect(report.evidence == "read-back")
        #expect(try proxy.count(.destroy) == 1)
        #expect(try eventually { try host.events(of: "pm01") == ["off", "on"] })
    }

    @Test func aCommandThatIsLostIsNotSentAgainAndIsUnknown() throws {
        let host = try LibvirtHost("127.41.3.5", "pm01+")
        let proxy = try LibvirtProxy(to: host)
        try proxy.set(.lose(.destroy))
        let (_, report) = try Self.act("reset", proxy.uri, ["--timeout", "4"])
        #expect(report.code == "unknown")
        #expect(try proxy.count(.destroy) == 1)
        #expect(try host.isOn("pm01"))
        #expect(try host.events(of: "pm01").isEmpty)
    }

    @Test func aNodeThatWasReadBackOffIsFencedWhateverComesAfter() throws {
        let host = try LibvirtHost("127.41.3.6", "pm01+")
        let proxy = try LibvirtProxy(to: host)
        try proxy.set(.hang(.createWithFlags))
        let (run, report) = try Self.act("reset", proxy.uri, ["silence_timeout=2", "--timeout", "30"])
        #expect(run.status == 0, "\(report.text)")
        #expect(report.evidence == "read-back")
        #expect(report.warnings.contains { $0.contains("could not be powered on again") })
    }

    @Test func aCancelWhileConnectingEndsAtOnceAndDoesNothing() throws {
        let host = try LibvirtHost("127.41.3.7", "pm01+")
        try host.signalLibvirtd(SIGSTOP)
        let output = host.path("cancelled")
        let program = try RunningProcess(
            Stage.shared.stonith,
            [
                "--json", "-t", "external/libvirt", "hostlist=pm01", "hypervisor_uri=\(host.sshURI())",
                "silence_timeout=60", "-T", "reset", "pm01",
            ], output: output)
        #expect(try eventually { try !sshProcesses(of: host).isEmpty })
        program.signal(SIGTERM)
        #expect(program.wait(seconds: 10) != nil)
        #expect(try eventually { try sshProcesses(of: host).isEmpty })
        try host.signalLibvirtd(SIGCONT)
        #expect(try host.isOn("pm01"))
    }
}
