import CLinux
import Glibc
import Journal

/// The way to the thread that writes the logs. It never blocks: lines that do not fit are dropped, and counted.
final class LogThread {
    private var unwritten: UnwrittenBytes
    private let output: Int32
    private let thread: pthread_t
    /// Since they were last asked for.
    private var dropped: Int64 = 0

    private static let bytesMax = 1024 * 1024

    /// What the thread is given.
    private final class Start {
        var files: LogFiles
        let input: Int32

        init(_ options: WriterOptions, input: Int32) {
            files = LogFiles(options, input: input)
            self.input = input
        }
    }

    /// Nil where the system has no pipe or no thread left.
    init?(_ options: WriterOptions) {
        var ends: [Int32] = [-1, -1]
        guard linux_bounded_pipe(&ends, Int32(Self.bytesMax)) == 0 else { return nil }
        let start = Unmanaged.passRetained(Start(options, input: ends[0]))
        var thread = pthread_t()
        let error = pthread_create(&thread, nil, { LogThread.serve($0) }, start.toOpaque())
        guard error == 0 else {
            start.release()
            for end in ends { close(end) }
            return nil
        }
        self.thread = thread
        output = ends[1]
        unwritten = UnwrittenBytes(output, bytesMax: Self.bytesMax)
    }

    private static func serve(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        start.files.run()
        close(start.input)
        return nil
    }

    /// A line with its kind in front and without its end.
    func write(_ line: ArraySlice<UInt8>) {
        guard unwritten.add(line + [UInt8(ascii: "\n")]) else {
            dropped += 1
            return
        }
    }

    func flush() { unwritten.flush() }

    /// What to wait for until more can be written; nil while nothing waits.
    var awaited: Int32? { unwritten.isEmpty ? nil : output }

    func takeDropped() -> Int64 {
        defer { dropped = 0 }
        return dropped
    }

    /// Nothing comes any more: waits until all is written.
    func finish() {
        while let awaited {
            var entry = pollfd(fd: awaited, events: Int16(POLLOUT), revents: 0)
            poll(&entry, 1, -1)
            flush()
        }
        close(output)
        pthread_join(thread, nil)
    }
}
