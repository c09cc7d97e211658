import Glibc

/// A thread that may block, for one wait: Swift's own pool has a thread a core, and none to spare.
enum WaitingThread {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static let stackBytes = 512 * 1024

    /// Answers 0, or the errno with which no thread could be made; then the body is not called.
    static func start(_ run: @escaping @Sendable () -> Void) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, stackBytes)
        let body = Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let error = pthread_create(&thread, &attributes, enter, body.toOpaque())
        if error != 0 { body.release() }
        return error
    }

    /// Isolated to no actor, as whatever is called from a foreign thread has to be.
    private nonisolated static let enter: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
        if let body = $0 { Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
        return nil
    }
}
