import Foundation
import TestRig
import Testing

/// A BMC that has a name: its address is looked up when the configuration is read, and a name service that is gone
/// later stops no fence.
@Suite(.waiting) struct HostNameTests {
    private let folder: TemporaryFolder
    /// Runs a program with hosts and resolver of the test's own.
    private let wrapper: String

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        try folder.write("hosts", "127.0.0.1 localhost\n")
        wrapper = try folder.write(
            "wrapper",
            """
            #!/bin/bash
            exec unshare -m bash -c 'mount --bind \(folder.path("hosts")) /etc/hosts
            mount --bind \(folder.path("resolv.conf")) /etc/resolv.conf
            exec "$@"' wrapper \(Stage.shared.stonithd) "$@"
            """, mode: 0o755)
    }

    /// Written in place: what is bound is this file and not its name.
    private func write(hosts: String) throws {
        let file = open(folder.path("hosts"), O_WRONLY | O_TRUNC)
        defer { close(file) }
        let bytes = Array("127.0.0.1 localhost\n\(hosts)".utf8)
        #expect(bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) } == bytes.count)
    }

    private func daemon(_ bmc: SimulatedBMC) throws -> RunningDaemon {
        try RunningDaemon(
            "primitive b stonith:external/ipmi params hostname=pm01 ipaddr=\"bmc1.test:\(bmc.port)\" "
                + "userid=\(SimulatedBMC.user) passwd=\(SimulatedBMC.password) interface=lanplus\n"
                + Primitive.budget(20), wrapper: wrapper)
    }

    @Test func aFenceNeedsNoNameService() throws {
        let bmc = try SimulatedBMC("127.0.47.31")
        try write(hosts: "127.0.47.31 bmc1.test\n")
        let daemon = try daemon(bmc)
        #expect(daemon.logs("bmc1.test is 127.0.47.31 (devices b)"))
        try write(hosts: "")
        let (run, verdict) = try daemon.fence("pm01")
        #expect(run.status == 0 && verdict.outcome == "fenced", "\(run.output)")
    }

    /// A new address counts once the configuration is read again.
    @Test func whatMovedIsFoundAfterAReload() throws {
        let bmc = try SimulatedBMC("127.0.47.32")
        try write(hosts: "127.0.47.33 bmc1.test\n")
        let daemon = try daemon(bmc)
        #expect(daemon.logs("bmc1.test is 127.0.47.33 (devices b)"))
        try write(hosts: "127.0.47.32 bmc1.test\n")
        daemon.signal(SIGHUP)
        #expect(daemon.logs("bmc1.test is 127.0.47.32 (devices b)"))
        #expect(try daemon.fence("pm01").0.status == 0)
    }

    /// The plugin looks it up itself then.
    @Test func aNameThatWasNotKnownIsSaidAndTriedAgain() throws {
        let bmc = try SimulatedBMC("127.0.47.34")
        let daemon = try daemon(bmc)
        #expect(daemon.logs("bmc1.test cannot be looked up (devices b)"))
        try write(hosts: "127.0.47.34 bmc1.test\n")
        #expect(try daemon.fence("pm01").0.status == 0)
    }
}
