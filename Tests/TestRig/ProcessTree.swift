import Foundation

/// What a process and everything it started use.
public struct ProcessTree: Sendable, Equatable {
    public var processes = 0
    public var descriptors = 0
    /// Those of files in a folder named `journal`.
    public var journalDescriptors = 0
    /// Proportional: what is shared counts once.
    public var memoryKiB = 0
    /// Of that, what no file stands behind. Other programs that end make the rest more: fewer share the libraries.
    public var ownMemoryKiB = 0
    /// How often their threads went to sleep, which is how often they woke.
    public var wakeups = 0

    /// - Parameter pid: of the process at its root. What ends meanwhile counts as far as it was seen.
    public init(of pid: pid_t) {
        var open = [pid]
        while let next = open.popLast() {
            processes += 1
            count(next)
            open += Self.children(next)
        }
    }

    private mutating func count(_ pid: pid_t) {
        for thread in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? [] {
            wakeups += Self.number("voluntary_ctxt_switches:", in: "/proc/\(pid)/task/\(thread)/status")
        }
        memoryKiB += Self.number("Pss:", in: "/proc/\(pid)/smaps_rollup")
        ownMemoryKiB += Self.number("Pss_Anon:", in: "/proc/\(pid)/smaps_rollup")
        let folder = "/proc/\(pid)/fd"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            descriptors += 1
            let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")) ?? ""
            if target.contains("/journal/") { journalDescriptors += 1 }
        }
    }

    private static func number(_ name: String, in path: String) -> Int {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }

    private static func children(_ pid: pid_t) -> [pid_t] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return threads.flatMap { thread in
            let text = (try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/children", encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { pid_t($0) }
        }
    }
}
