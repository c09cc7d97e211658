import Foundation
import TestRig

/// What `stonithd` takes of memory with many devices, and how soon it serves.
enum SizeBench {
    static let parts: [Bench.Part] = [("size", memory), ("start", starts)]

    private static func devices(_ count: Int) -> [String] {
        (1...count).map {
            "primitive d\($0) stonith:external/ipmi params hostname=n\($0) ipaddr=127.0.\($0 / 250).\($0 % 250 + 1) "
                + "userid=u passwd=p interface=lanplus"
        }
    }

    /// Of the daemon, its writer and its fork servers: what is shared counts in part for each.
    private static func memory(_ figures: inout Figures) throws {
        let daemon = try BenchDaemon(devices(100))
        let tree = ProcessTree(of: daemon.pid)
        figures.count("PSS with 100 devices, locked, all processes, KiB", tree.memoryKiB, atMost: 60 * 1024)
    }

    private static func starts(_ figures: inout Figures) throws {
        let many = try BenchDaemon(devices(1000))
        let start = try Measuring.median(of: 5) { try many.restart() }
        figures.add("start with 1000 devices", start, goal: .atMost(1000))
        let nodes = (1...100).map { "n\($0)" }
        let daemon = try BenchDaemon(nodes.map { "primitive d-\($0) stonith:null params hostlist=\"\($0)\"" })
        // Five entries a request.
        for _ in 0..<20 { _ = try daemon.fence(nodes) }
        figures.add(
            "restart with 10,000 entries of the journal", try Measuring.median(of: 5) { try daemon.restart() },
            goal: .atMost(200))
    }
}
