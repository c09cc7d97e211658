import Glibc
import HelperCore

/// An address as the socket calls take and give it.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private(set) var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// Room for one that a call fills in.
    init() {}

    /// - Parameters:
    ///   - scope: the index of the interface of a link-local address.
    ///   - port: 0 for ICMP.
    init(_ address: EchoAddress, scope: UInt32, port: UInt16 = 0) {
        switch address.family {
        case .v4:
            var old = sockaddr_in()
            old.sin_family = sa_family_t(AF_INET)
            old.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &old.sin_addr) { $0.copyBytes(from: address.bytes) }
            fill(with: old)
        case .v6:
            var new = sockaddr_in6()
            new.sin6_family = sa_family_t(AF_INET6)
            new.sin6_port = port.bigEndian
            new.sin6_scope_id = scope
            withUnsafeMutableBytes(of: &new.sin6_addr) { $0.copyBytes(from: address.bytes) }
            fill(with: new)
        }
    }

    private mutating func fill<Specific>(with address: Specific) {
        length = socklen_t(MemoryLayout<Specific>.size)
        withUnsafeBytes(of: address) { source in
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: source) }
        }
    }

    /// The bytes of the address, and its scope; nil for another family.
    var ip: (bytes: [UInt8], scope: UInt32)? { Self.ip(withUnsafeBytes(of: storage) { Array($0) }) }

    /// - Parameter bytes: of a sockaddr.
    static func ip(_ bytes: [UInt8]) -> (bytes: [UInt8], scope: UInt32)? {
        bytes.withUnsafeBytes { raw in
            guard raw.count >= MemoryLayout<sockaddr_in>.size else { return nil }
            switch Int32(raw.loadUnaligned(as: sa_family_t.self)) {
            case AF_INET: return (Array(raw[4..<8]), 0)
            case AF_INET6 where raw.count >= MemoryLayout<sockaddr_in6>.size:
                return (Array(raw[8..<24]), raw.loadUnaligned(fromByteOffset: 24, as: UInt32.self))
            default: return nil
            }
        }
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    mutating func withMutablePointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }
}
