import Foundation

/// How the kernel runs a process or a thread, from proc(5).
public struct ProcessStatus: Sendable, Equatable {
    /// SCHED_OTHER 0, SCHED_RR 2.
    public var policy: Int
    public var nice: Int
    public var oomScoreAdjust: Int
    public var lockedKiB: Int
    public var parent: pid_t

    /// Nil when there is no such process.
    ///
    /// - Parameter thread: One of its threads; the first when missing.
    public init?(_ pid: pid_t, thread: String? = nil) {
        let folder = thread.map { "/proc/\(pid)/task/\($0)" } ?? "/proc/\(pid)"
        guard let stat = Self.text("\(folder)/stat"), let name = stat.lastIndex(of: ")") else { return nil }
        // From the third field on: the second may have blanks in it.
        let fields = stat[name...].split(separator: " ").dropFirst().map { Int($0) ?? 0 }
        guard fields.count > 38 else { return nil }
        (parent, nice, policy) = (pid_t(fields[1]), fields[16], fields[38])
        oomScoreAdjust = Self.text("/proc/\(pid)/oom_score_adj").flatMap { Int($0.dropLast()) } ?? 0
        let locked = Self.text("/proc/\(pid)/status")?.split(separator: "\n").first { $0.hasPrefix("VmLck:") } ?? ""
        lockedKiB = Int(locked.filter(\.isNumber)) ?? 0
    }

    private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    /// The numbers of its threads but the first, as text.
    public static func furtherThreads(_ pid: pid_t) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return all.filter { $0 != "\(pid)" }
    }
}
