import CLinux
import ClusterModel
import Glibc
import NIOCore
import NIOPosix

/// Looks up names of hosts, on a thread of its own: a name service that does not answer stops nothing else.
final class HostNames {
    private let loop: any EventLoop
    private let thread = NIOThreadPool(numberOfThreads: 1)

    init(on loop: any EventLoop) { self.loop = loop }

    /// Calls back on the loop with the address of each name, as text; nil where there is none.
    func lookUp(_ names: Set<String>, _ found: @escaping ([String: String?]) -> Void) {
        thread.start()
        thread.runIfActive(eventLoop: loop) {
            linux_ordinary_scheduling()
            return Dictionary(uniqueKeysWithValues: names.map { ($0, Self.address(of: $0)) })
        }
        .assumeIsolated().whenComplete { found((try? $0.get()) ?? [:]) }
    }

    /// The host in a parameter's value, where it is a name that has to be looked up: what stands before a port.
    static func name(in value: String) -> String? {
        let parts = value.split(separator: ":", omittingEmptySubsequences: false)
        // More colons make an IPv6 address, which may stand in brackets.
        guard parts.count <= 2, let host = parts.first.map(String.init), !host.isEmpty, !host.hasPrefix("["),
            !isAddress(host)
        else { return nil }
        return host
    }

    /// Opens no file: this is asked on the loop.
    private static func isAddress(_ host: String) -> Bool {
        var bytes = in_addr()
        return inet_pton(AF_INET, host, &bytes) == 1
    }

    private static func address(of host: String) -> String? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0, let first = list?.pointee else { return nil }
        defer { freeaddrinfo(list) }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let error = getnameinfo(
            first.ai_addr, first.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard error == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
