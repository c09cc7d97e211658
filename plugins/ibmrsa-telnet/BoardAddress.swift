import Glibc
import RSADialogue

/// Where a board listens.
struct BoardAddress {
    let family: Int32
    private let bytes: [UInt8]

    init(host: String, port: UInt16) throws(BoardFailure) {
        var list: UnsafeMutablePointer<addrinfo>?
        // An address needs no resolver, and so none of the files and sockets that one opens.
        var error = Self.resolve(host, port, AI_NUMERICHOST, &list)
        if error == EAI_NONAME { error = Self.resolve(host, port, 0, &list) }
        guard error == 0, let first = list?.pointee, let address = first.ai_addr else {
            throw BoardFailure(.noSuchHost, String(cString: gai_strerror(error)))
        }
        defer { freeaddrinfo(list) }
        family = first.ai_family
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(first.ai_addrlen)))
    }

    private static func resolve(
        _ host: String, _ port: UInt16, _ flags: Int32, _ list: inout UnsafeMutablePointer<addrinfo>?
    ) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = flags | AI_NUMERICSERV
        return getaddrinfo(host, String(port), &hints, &list)
    }

    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { preconditionFailure("an address is never empty") }
            return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
    }
}
