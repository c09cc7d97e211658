import Glibc

/// Whether libfreeipmi's own socket has received anything. The library does not say and does not hand its descriptor
/// out; the kernel does: SIOCGSTAMP fails with ENOENT on a socket that never received a datagram (socket(7)).
enum SessionSocket {
    private static let getStamp: UInt = 0x8906
    private static let descriptorMax: Int32 = 64

    /// - Parameter other: a datagram socket that is not the library's.
    static func hasHeard(butNot other: Int32) -> Bool {
        (3..<descriptorMax).contains { $0 != other && isDatagramSocket($0) && hasStamp($0) }
    }

    /// The library's socket: the one that receives datagrams and is not the other.
    static func find(butNot other: Int32) -> Int32? {
        (3..<descriptorMax).first { $0 != other && isDatagramSocket($0) }
    }

    private static func isDatagramSocket(_ descriptor: Int32) -> Bool {
        var type: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == Int32(SOCK_DGRAM.rawValue)
    }

    private static func hasStamp(_ descriptor: Int32) -> Bool {
        var stamp = timeval()
        return ioctl(descriptor, getStamp, &stamp) == 0
    }
}
