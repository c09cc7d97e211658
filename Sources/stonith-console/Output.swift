import Glibc

/// Bytes on their way out.
enum Output {
    /// False when nobody reads it any more.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            guard count > 0 || errno == EINTR || errno == EAGAIN else { return false }
            if count < 0, errno == EAGAIN { wait(descriptor) }
            done += max(0, count)
        }
        return true
    }

    private static func wait(_ descriptor: Int32) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&entry, 1, 1000)
    }
}
