import Glibc

/// Bytes on their way into a pipe whose other end may stand still.
struct UnwrittenBytes {
    let descriptor: Int32
    let bytesMax: Int
    private var bytes: [UInt8] = []

    /// - Parameter descriptor: one that never blocks.
    init(_ descriptor: Int32, bytesMax: Int) {
        self.descriptor = descriptor
        self.bytesMax = bytesMax
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// False where there is no room for them.
    mutating func add(_ more: some Collection<UInt8>) -> Bool {
        guard bytes.count + more.count <= bytesMax else { return false }
        bytes += more
        return true
    }

    /// Writes as much as it takes now. What nobody reads any more is forgotten.
    mutating func flush() {
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes.removeFirst(count)
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                bytes = []
            }
        }
    }
}
