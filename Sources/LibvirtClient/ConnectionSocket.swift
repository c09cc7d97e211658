import Glibc

/// The TCP socket of libvirt's connection. The library does not hand its descriptor out; an action's process has no
/// other one.
enum ConnectionSocket {
    private static let descriptorMax: Int32 = 256

    /// What becomes of bytes that the hypervisor has not received when the socket is closed, or the process killed.
    enum End {
        /// The kernel goes on for minutes to deliver them.
        case deliver
        /// They are thrown away, and the connection is reset.
        case throwAway
    }

    static func set(_ end: End, in descriptors: Range<Int32> = 3..<descriptorMax) {
        var value = linger(l_onoff: end == .throwAway ? 1 : 0, l_linger: 0)
        for descriptor in descriptors where isTCP(descriptor) {
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
        }
    }

    private static func isTCP(_ descriptor: Int32) -> Bool {
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_PROTOCOL, &number, &length) == 0 && number == Int32(IPPROTO_TCP)
    }
}
