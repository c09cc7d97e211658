import Glibc

/// A device's address and port, resolved once, so that all that an action sends goes to the same place.
public struct Endpoint: Sendable {
    public enum Transport {
        case tcp
        case udp
    }

    public let family: Int32
    private let bytes: [UInt8]

    /// - Parameters:
    ///   - host: a name, or an address of either family.
    ///   - port: a number.
    ///   - failure: makes an error of the resolver's words where there is no such host.
    public init<Failure: Error>(
        host: String, port: String, _ transport: Transport, _ failure: (String) -> Failure
    ) throws(Failure) {
        var list: UnsafeMutablePointer<addrinfo>?
        // An address needs no resolver, and so none of the files and sockets that one opens.
        var error = Self.resolve(host, port, transport, AI_NUMERICHOST, &list)
        if error == EAI_NONAME { error = Self.resolve(host, port, transport, 0, &list) }
        guard error == 0, let first = list?.pointee, let address = first.ai_addr else {
            throw failure(String(cString: gai_strerror(error)))
        }
        defer { freeaddrinfo(list) }
        family = first.ai_family
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(first.ai_addrlen)))
    }

    private static func resolve(
        _ host: String, _ port: String, _ transport: Transport, _ flags: Int32,
        _ list: inout UnsafeMutablePointer<addrinfo>?
    ) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32((transport == .tcp ? SOCK_STREAM : SOCK_DGRAM).rawValue)
        hints.ai_flags = flags | AI_NUMERICSERV
        return getaddrinfo(host, port, &hints, &list)
    }

    public func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { preconditionFailure("an address is never empty") }
            return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
    }

    /// As libraries want it: `10.0.0.1:623` or `[fe80::1%2]:623`.
    public var text: String {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        let flags = NI_NUMERICHOST | NI_NUMERICSERV
        _ = withAddress {
            getnameinfo($0, $1, &host, socklen_t(host.count), &port, socklen_t(port.count), flags)
        }
        let (name, number) = (Self.string(host), Self.string(port))
        return family == AF_INET6 ? "[\(name)]:\(number)" : "\(name):\(number)"
    }

    private static func string(_ bytes: [CChar]) -> String {
        String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
