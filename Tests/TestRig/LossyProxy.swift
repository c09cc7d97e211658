import Foundation

/// A UDP proxy before a simulated BMC that swallows every answer to its first client from the third encrypted request
/// on: in a session of `external/ipmi` that resets, that request is Chassis Control. A client is a source port, so the
/// next session passes.
public final class LossyProxy: Sendable {
    private let listener: Int32
    private let bmc: sockaddr_in

    public init(_ address: String, before bmc: SimulatedBMC) throws {
        precondition(address.hasPrefix("127."), "tests talk to this machine only")
        listener = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        self.bmc = Self.place(bmc.address, bmc.port)
        guard Self.call(bind, listener, Self.place(address, bmc.port)) == 0 else { throw POSIXError(.EADDRINUSE) }
        let (listener, target) = (listener, self.bmc)
        Thread.detachNewThread { Self.serve(listener, target) }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func place(_ address: String, _ port: Int) -> sockaddr_in {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, address, &place.sin_addr)
        return place
    }

    private static func call(
        _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ descriptor: Int32, _ place: sockaddr_in
    ) -> Int32 {
        withUnsafePointer(to: place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// One request, one answer at a time: all that the tests need.
    private static func serve(_ listener: Int32, _ bmc: sockaddr_in) {
        var encrypted: [in_port_t: Int] = [:]
        var muted: in_port_t?
        while let (request, client) = receive(listener) {
            if request.count > 5, request[4] == 0x06, request[5] == 0xC0 { encrypted[client.sin_port, default: 0] += 1 }
            if muted == nil, encrypted[client.sin_port] == 3 { muted = client.sin_port }
            guard let answer = ask(bmc, request), client.sin_port != muted else { continue }
            _ = call({ sendto($0, answer, answer.count, 0, $1, $2) == answer.count ? 0 : -1 }, listener, client)
        }
        close(listener)
    }

    private static func receive(_ listener: Int32) -> ([UInt8], sockaddr_in)? {
        var bytes = [UInt8](repeating: 0, count: 1500)
        var client = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &client) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                recvfrom(listener, &bytes, bytes.count, 0, $0, &length)
            }
        }
        return count > 0 ? (Array(bytes.prefix(count)), client) : nil
    }

    /// From one socket for all, since the BMC tells sessions apart by what stands in them.
    private static func ask(_ bmc: sockaddr_in, _ request: [UInt8]) -> [UInt8]? {
        let upstream = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(upstream) }
        guard call(connect, upstream, bmc) == 0, send(upstream, request, request.count, 0) == request.count else {
            return nil
        }
        var entry = pollfd(fd: upstream, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 200) > 0 else { return nil }
        var answer = [UInt8](repeating: 0, count: 1500)
        let count = recv(upstream, &answer, answer.count, 0)
        return count > 0 ? Array(answer.prefix(count)) : nil
    }
}
