import Glibc
import Journal

/// The thread that writes the logs, from a pipe of their own: what stands still for the journal's disk is not this, and
/// the other way round.
final class LogThread {
    private let thread: pthread_t

    /// What the thread is given.
    private final class Start {
        var files: LogFiles

        init(_ files: LogFiles) { self.files = files }
    }

    /// Nil where the system has no thread left.
    ///
    /// - Parameter input: a pipe that ends when the daemon does.
    init?(_ options: WriterOptions, input: Int32) {
        let start = Unmanaged.passRetained(Start(LogFiles(options, input: input)))
        var thread = pthread_t()
        let error = pthread_create(&thread, nil, { LogThread.serve($0) }, start.toOpaque())
        guard error == 0 else {
            start.release()
            return nil
        }
        self.thread = thread
    }

    private static func serve(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().files.run()
        return nil
    }

    /// Waits until all is written that came.
    func finish() { pthread_join(thread, nil) }
}
