import Glibc
import HelperCore

/// A socket for ICMP echoes of one family: raw where this process may have one, else a ping socket (icmp(7)).
struct EchoSocket: ~Copyable {
    /// Why a call failed.
    struct Failure: Error {
        var reason: String
        init(_ error: Int32) { reason = String(cString: strerror(error)) }
    }

    struct Datagram {
        var bytes: [UInt8]
        var source: (bytes: [UInt8], scope: UInt32)
    }

    let descriptor: Int32
    let family: EchoAddress.Family
    let isRaw: Bool

    init(_ family: EchoAddress.Family) throws(Failure) {
        let raw = Self.open(family, Int32(SOCK_RAW.rawValue))
        let mayNot = raw < 0 && (errno == EPERM || errno == EACCES)
        descriptor = mayNot ? Self.open(family, Int32(SOCK_DGRAM.rawValue)) : raw
        guard descriptor >= 0 else { throw Failure(errno) }
        isRaw = raw >= 0
        self.family = family
        prepare()
    }

    deinit { close(descriptor) }

    private static func open(_ family: EchoAddress.Family, _ type: Int32) -> Int32 {
        let kind = type | O_CLOEXEC | O_NONBLOCK
        return family == .v4
            ? socket(AF_INET, kind, Int32(IPPROTO_ICMP)) : socket(AF_INET6, kind, Int32(IPPROTO_ICMPV6))
    }

    /// A raw socket gets all ICMP of the node. Room for much of it, and nothing but replies and errors.
    private func prepare() {
        set(SOL_SOCKET, SO_RCVBUFFORCE, [1 << 20])
        guard isRaw else { return }
        switch family {
        case .v4: set(255, 1, [~(1 << 0 | 1 << 3 | 1 << 4 | 1 << 11 | 1 << 12)])  // SOL_RAW, ICMP_FILTER
        case .v6:  // ICMP6_FILTER: a bit that is set keeps a type out
            var words = [UInt32](repeating: ~0, count: 8)
            for type in [1, 2, 3, 4, 129] { words[type / 32] &= ~(1 << UInt32(type % 32)) }
            set(Int32(IPPROTO_ICMPV6), 1, words)
        }
    }

    private func set(_ level: Int32, _ option: Int32, _ words: [UInt32]) {
        _ = words.withUnsafeBytes { setsockopt(descriptor, level, option, $0.baseAddress, socklen_t($0.count)) }
    }

    func send(_ echo: Echo, to address: SocketAddress) throws(Failure) {
        let bytes = echo.request(family)
        while true {
            let sent = address.withPointer { sendto(descriptor, bytes, bytes.count, 0, $0, $1) }
            if sent == bytes.count { return }
            if sent >= 0 { throw Failure(EMSGSIZE) }
            if errno != EINTR { throw Failure(errno) }
        }
    }

    /// The next datagram; nil when there is none now.
    func receive() -> Datagram? {
        var bytes = [UInt8](repeating: 0, count: 2048)
        while true {
            var source = SocketAddress()
            let count = source.withMutablePointer { recvfrom(descriptor, &bytes, bytes.count, 0, $0, $1) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if let ip = source.ip { return Datagram(bytes: Array(bytes.prefix(count)), source: ip) }
        }
    }

    /// Datagrams that the kernel threw away because they came faster than they were read (SK_MEMINFO_DROPS).
    var dropped: Int {
        var values = [UInt32](repeating: 0, count: 9)
        var length = socklen_t(values.count * 4)
        let memoryInfo: Int32 = 55  // SO_MEMINFO
        guard getsockopt(descriptor, SOL_SOCKET, memoryInfo, &values, &length) == 0 else { return 0 }
        return Int(values[8])
    }
}
