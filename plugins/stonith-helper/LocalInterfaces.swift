import Glibc
import HelperCore

/// This node's own addresses, and which of its interfaces have a carrier, as they were at one moment.
struct LocalInterfaces {
    private struct Entry: Hashable {
        var bytes: [UInt8]
        var interface: String
    }

    private var addresses: Set<Entry> = []
    private var running: Set<String> = []
    private var known: Set<String> = []

    init() {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next?.pointee {
            add(entry)
            next = entry.ifa_next
        }
    }

    private mutating func add(_ entry: ifaddrs) {
        let name = String(cString: entry.ifa_name)
        known.insert(name)
        if entry.ifa_flags & UInt32(IFF_RUNNING) != 0 { running.insert(name) }
        guard let address = entry.ifa_addr else { return }
        let size =
            Int32(address.pointee.sa_family) == AF_INET6
            ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        let bytes = Array(UnsafeRawBufferPointer(start: address, count: size))
        if let ip = SocketAddress.ip(bytes) { addresses.insert(Entry(bytes: ip.bytes, interface: name)) }
    }

    func isOwn(_ address: EchoAddress) -> Bool {
        if address.isLoopback { return true }
        guard let interface = address.interface else { return isOwn(address.bytes) }
        return addresses.contains(Entry(bytes: address.bytes, interface: interface))
    }

    func isOwn(_ bytes: [UInt8]) -> Bool { addresses.contains { $0.bytes == bytes } }

    func has(_ interface: String) -> Bool { known.contains(interface) }

    /// The interface by which the address would be reached, when it has no carrier. Nil when it has one or when there
    /// is no way at all: a send tells that.
    func interfaceWithoutCarrier(to address: EchoAddress) -> String? {
        let interface =
            address.interface
            ?? Self.sourceAddress(to: address).flatMap { source in
                addresses.first { $0.bytes == source }?.interface
            }
        return interface.flatMap { known.contains($0) && !running.contains($0) ? $0 : nil }
    }

    /// What the kernel would take as source: connecting a UDP socket sends nothing.
    private static func sourceAddress(to address: EchoAddress) -> [UInt8]? {
        let descriptor = socket(
            address.family == .v4 ? AF_INET : AF_INET6, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let discard: UInt16 = 9
        guard SocketAddress(address, scope: 0, port: discard).withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            return nil
        }
        var own = SocketAddress()
        return own.withMutablePointer { getsockname(descriptor, $0, $1) } == 0 ? own.ip?.bytes : nil
    }
}
