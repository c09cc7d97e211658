import Glibc

/// A BMC's address and port, resolved once, so that session and ping go to the same place.
struct Endpoint {
    let family: Int32
    /// For libfreeipmi: `10.0.0.1:623` or `[fe80::1%2]:623`.
    let text: String
    private let bytes: [UInt8]

    init(host: String, port: String) throws(BMCError) {
        var list: UnsafeMutablePointer<addrinfo>?
        // An address needs no resolver, and so none of the files and sockets that one opens.
        var error = Self.resolve(host, port, AI_NUMERICHOST, &list)
        if error == EAI_NONAME { error = Self.resolve(host, port, 0, &list) }
        guard error == 0, let first = list?.pointee, let address = first.ai_addr else {
            throw BMCError(.noSuchHost, String(cString: gai_strerror(error)))
        }
        defer { freeaddrinfo(list) }
        family = first.ai_family
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(first.ai_addrlen)))
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        getnameinfo(address, first.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
        let number = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        text = family == AF_INET6 ? "[\(number)]:\(port)" : "\(number):\(port)"
    }

    private static func resolve(
        _ host: String, _ port: String, _ flags: Int32, _ list: inout UnsafeMutablePointer<addrinfo>?
    ) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        hints.ai_flags = flags
        return getaddrinfo(host, port, &hints, &list)
    }

    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { preconditionFailure("an address is never empty") }
            return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
    }
}
