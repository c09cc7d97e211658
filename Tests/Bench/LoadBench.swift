import Foundation
import TestRig

/// What `stonithd` still does when the machine is busy, and whether it grows.
enum LoadBench {
    static let parts: [Bench.Part] = [("stress", resetUnderLoad), ("soak", manyRequests)]

    // MARK: Load

    /// The slowest of them counts, by the daemon's own clock: whoever asks may be slow as well. The BMC is another
    /// machine in truth, so its simulator is not kept from answering.
    private static func resetUnderLoad(_ figures: inout Figures) throws {
        let bmc = try SimulatedBMC("127.0.74.1", isRealTime: true)
        let daemon = try BenchDaemon([
            "primitive d1 stonith:external/ipmi params hostname=n1 ipaddr=\(bmc.address) ipport=6230 "
                + "userid=\(SimulatedBMC.user) passwd=\(SimulatedBMC.password) interface=lanplus"
        ])
        _ = try daemon.fence(["n1"])
        let folder = try TemporaryFolder()
        let stress = try Stress(in: folder)
        let times = try (0..<50).map { _ in Double(try daemon.fenceMilliseconds("n1")) }
        withExtendedLifetime(stress) {}
        figures.add("reset, both cores and memory under load, median", Measuring.median(times))
        figures.add(
            "reset, both cores and memory under load, slowest of 50", times.max() ?? 0, goal: .atMost(50))
    }

    // MARK: Growth

    private static let requests = 100_000
    private static let warmUp = 20_000
    /// An answered request's name is kept until its deadline: one that is shorter than the warming up, so that what is
    /// kept does not grow any more while it is measured.
    private static let timeoutMilliseconds: Int64 = 5000

    private static func manyRequests(_ figures: inout Figures) throws {
        let nodes = (1...100).map { "n\($0)" }
        let daemon = try BenchDaemon(
            nodes.map { "primitive d-\($0) stonith:null params hostlist=\"\($0)\"" })
        let fence = { _ = try daemon.fence(nodes, timeoutMilliseconds: timeoutMilliseconds) }
        for _ in 0..<warmUp / nodes.count { try fence() }
        let before = settled(daemon.pid)
        let time = try Measuring.clocked { for _ in 0..<requests / nodes.count { try fence() } }
        let after = settled(daemon.pid)
        figures.add("\(requests) requests", time, goal: .perSecond(1000), operations: requests)
        figures.count("memory grown after them, KiB", after.memoryKiB - before.memoryKiB, atMost: 2048)
        figures.count("descriptors more", after.descriptors - before.descriptors, atMost: 0)
        figures.count("processes more", after.processes - before.processes, atMost: 0)
        figures.count("files of the journal open", after.journalDescriptors, atMost: 2)
    }

    /// The least of a second: the last action's process goes, and the log is open only while it is written.
    private static func settled(_ pid: Int32) -> ProcessTree {
        var least = ProcessTree(of: pid)
        for _ in 0..<50 {
            let next = ProcessTree(of: pid)
            least.processes = min(least.processes, next.processes)
            least.descriptors = min(least.descriptors, next.descriptors)
            least.memoryKiB = min(least.memoryKiB, next.memoryKiB)
            poll(nil, 0, 20)
        }
        return least
    }
}
