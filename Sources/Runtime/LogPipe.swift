import CLinux
import Execution
import Glibc
import NIOCore

/// Lines on their way to the process that writes them to disk. It never blocks: when that process cannot keep up, lines
/// are lost, and counted.
public final class LogPipe {
    /// What becomes of a line; the first byte of what goes through the pipe.
    public enum Kind: UInt8 {
        case log = 76  // L
        case readable = 82  // R
        case history = 72  // H
    }

    /// What the pipe holds, where the system allows it, and as much again waits here.
    private static let bytesMax = 1024 * 1024
    private static let retryMilliseconds: Int64 = 50

    private let loop: any EventLoop
    private let spawn: (Descriptor) throws(SpawnError) -> Child
    private var end: Descriptor?
    private var child: Child?
    private var waiting: [UInt8] = []
    /// Whether what waits begins within a line whose beginning the writer has.
    private var isMidLine = false
    private var isScheduled = false
    public private(set) var lostLines: Int64 = 0

    /// - Parameter spawn: starts the writing process with the pipe as its standard input.
    public init(on loop: any EventLoop, spawn: @escaping (Descriptor) throws(SpawnError) -> Child) {
        self.loop = loop
        self.spawn = spawn
    }

    /// A line without its end.
    public func write(_ kind: Kind, _ line: String) { write(kind, Array(line.utf8)) }

    /// The same, as bytes.
    public func write(_ kind: Kind, _ line: [UInt8]) {
        guard waiting.count + line.count < Self.bytesMax else {
            lostLines += 1
            return
        }
        waiting.append(kind.rawValue)
        waiting += line
        waiting.append(UInt8(ascii: "\n"))
        schedule(milliseconds: 0)
    }

    private func schedule(milliseconds: Int64) {
        guard !isScheduled else { return }
        isScheduled = true
        loop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) {
            self.isScheduled = false
            self.flush()
        }
    }

    /// As much as the pipe takes now.
    public func flush() {
        guard !waiting.isEmpty else { return }
        guard let end = end ?? start() else { return schedule(milliseconds: Self.retryMilliseconds) }
        let count = waiting.withUnsafeBytes { Glibc.write(end.number, $0.baseAddress, $0.count) }
        if count > 0 {
            isMidLine = waiting[count - 1] != UInt8(ascii: "\n")
            waiting.removeFirst(count)
        } else if errno != EAGAIN, errno != EINTR {
            stop()
        }
        if !waiting.isEmpty { schedule(milliseconds: Self.retryMilliseconds) }
    }

    /// The writer is gone, and with it the beginning of a line that it had in part: the rest is lost as well.
    private func stop() {
        end = nil
        child.map(bury)
        child = nil
        if isMidLine, let lineEnd = waiting.firstIndex(of: UInt8(ascii: "\n")) {
            waiting.removeFirst(lineEnd + 1)
            lostLines += 1
        }
        isMidLine = false
    }

    private func bury(_ child: Child) {
        child.killGroup()
        guard !child.isOver() else { return }
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.retryMilliseconds)) { self.bury(child) }
    }

    private func start() -> Descriptor? {
        var ends: [Int32] = [-1, -1]
        guard linux_bounded_pipe(&ends, Int32(Self.bytesMax)) == 0 else { return nil }
        let (input, output) = (Descriptor(ends[0]), Descriptor(ends[1]))
        guard let child = try? spawn(input) else { return nil }
        self.child = child
        end = output
        return output
    }
}
