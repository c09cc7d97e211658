import Foundation
import SchedulerRig
import TestRig

/// `crm_simulate` of ours beside Debian's, the same files in one run: CPU seconds and peak memory of the whole process.
enum SchedulerBench {
    private static let sizes: [(cluster: LargeCluster, seconds: Double, megabytes: Double?)] = [
        (LargeCluster(nodes: 16, primitives: 200), 0.008, nil),
        (LargeCluster(nodes: 64, primitives: 2000), 0.10, nil),
        (LargeCluster(nodes: 64, primitives: 2000, hasProbes: true), 0.8, nil),
        (LargeCluster(nodes: 64, primitives: 4000), 0.23, nil),
        (LargeCluster(nodes: 100, primitives: 10000), 0.8, 150),
    ]

    /// Beside this program, or what `CRM` names.
    private static var crm: String {
        ProcessInfo.processInfo.environment["CRM"]
            ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/crm"
    }

    /// In a process of its own: the kernel counts the peak of the one that starts a program as the program's, too.
    static func write(_ index: String, _ file: String) throws {
        guard let index = Int(index), sizes.indices.contains(index) else {
            throw ChildCost.Failure(description: "no such size")
        }
        try sizes[index].cluster.xml.write(toFile: file, atomically: false, encoding: .utf8)
    }

    static func run() throws {
        let folder = try TemporaryFolder()
        show(row("what", "ours s", "MB", "-S s", "peer s", "MB", "peer / ours", "goal"))
        var figures: [ChildCost] = []
        let file = folder.path("cib.xml")
        for (index, (cluster, seconds, megabytes)) in sizes.enumerated() {
            _ = try ChildCost([CommandLine.arguments[0], "write", String(index), file])
            let ours = try ChildCost.median(of: 5, [crm, "crm_simulate", "-x", file, "-R", "-Q"])
            let simulated = try ChildCost.median(of: 3, [crm, "crm_simulate", "-x", file, "-S", "-Q"])
            let peer = try ChildCost([Oracle.program, "-x", file, "-R", "-Q"])
            figures.append(ours)
            var goals = [goal(ours.seconds <= seconds, "<= \(seconds) s")]
            if let megabytes { goals.append(goal(ours.megabytes <= megabytes, "<= \(Int(megabytes)) MB")) }
            goals.append(goal(simulated.seconds <= 2 * ours.seconds, "-S <= 2 x -R"))
            show(
                row(
                    cluster.name, number(ours.seconds), number(ours.megabytes), number(simulated.seconds),
                    number(peer.seconds), number(peer.megabytes), number(peer.seconds / ours.seconds),
                    goals.joined(separator: ", ")))
        }
        let growth = figures[3].seconds / figures[1].seconds
        show("growth from 64 x 2000 to 64 x 4000: \(number(growth)) times, \(goal(growth <= 2.3, "<= 2.3"))")
    }

    /// At once, into a pipe too: the peer takes long.
    private static func show(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    private static func goal(_ isMet: Bool, _ text: String) -> String { isMet ? text : "\(text): MISSED" }

    private static func number(_ value: Double) -> String { String(format: value < 10 ? "%.3f" : "%.1f", value) }

    private static func row(_ cells: String...) -> String {
        zip(cells, [46, 8, 8, 8, 8, 8, 12, 1])
            .map { $0.0.padding(toLength: max($0.0.count, $0.1), withPad: " ", startingAt: 0) }
            .joined(separator: " ")
    }
}
