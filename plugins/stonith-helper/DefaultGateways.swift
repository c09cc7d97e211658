import Glibc
import HelperCore

/// The default gateways of this moment, from /proc.
enum DefaultGateways {
    static func read() -> [EchoAddress] {
        RouteTable.gatewaysV4(text("/proc/net/route")) + RouteTable.gatewaysV6(text("/proc/net/ipv6_route"))
    }

    /// A router's table may be long; a default route stands at its beginning or not at all in practice, but all of the
    /// first MiB is looked at.
    private static func text(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count < 1 << 20 {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
