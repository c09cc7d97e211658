import CLinux
import Execution
import Glibc

/// One pipe to the writer, and the lines that do not fit into it yet. It never blocks.
struct OutgoingPipe {
    enum Progress {
        case empty
        case full
        /// Nobody reads it any more.
        case broken
    }

    /// What the pipe holds, where the system allows it, and as much again waits here.
    static let bytesMax = 1024 * 1024

    private var end: Descriptor?
    private var waiting: [UInt8] = []
    /// Whether what waits begins within a line whose beginning was read.
    private var isMidLine = false

    /// So much more has room here.
    var room: Int { max(0, Self.bytesMax - waiting.count) }

    /// A new pipe, whose other end is answered.
    mutating func open() throws(SpawnError) -> Descriptor {
        var ends: [Int32] = [-1, -1]
        guard linux_bounded_pipe(&ends, Int32(Self.bytesMax)) == 0 else { throw .noDescriptor(errno: errno) }
        end = Descriptor(ends[1])
        return Descriptor(ends[0])
    }

    /// Whole lines, each with its end.
    mutating func add(_ lines: some Collection<UInt8>) { waiting += lines }

    /// Writes as much as it takes now.
    mutating func flush() -> Progress {
        while !waiting.isEmpty {
            guard let end else { return .full }
            let count = waiting.withUnsafeBytes { write(end.number, $0.baseAddress, $0.count) }
            if count > 0 {
                isMidLine = waiting[count - 1] != UInt8(ascii: "\n")
                waiting.removeFirst(count)
            } else if errno == EAGAIN {
                return .full
            } else if errno != EINTR {
                return .broken
            }
        }
        return .empty
    }

    /// Its reader is gone. Answers whether the rest of a line went with it.
    mutating func close() -> Bool {
        end = nil
        defer { isMidLine = false }
        guard isMidLine, let lineEnd = waiting.firstIndex(of: UInt8(ascii: "\n")) else { return false }
        waiting.removeFirst(lineEnd + 1)
        return true
    }

    mutating func forget() { waiting = [] }
}
