import Foundation

/// A UDP socket to an address of this machine.
public final class LoopbackSocket {
    private let descriptor: Int32

    public init(to address: String, port: Int) throws {
        precondition(address.hasPrefix("127."), "tests talk to this machine only")
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, address, &place.sin_addr)
        let result = withUnsafePointer(to: place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, result == 0 else { throw POSIXError(.EIO) }
    }

    deinit { close(descriptor) }

    /// Sends a datagram and waits up to a second for the answer; nil when none came.
    public func exchange(_ bytes: [UInt8]) throws -> [UInt8]? {
        guard send(descriptor, bytes, bytes.count, 0) == bytes.count else { throw POSIXError(.EIO) }
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 1000) > 0 else { return nil }
        var answer = [UInt8](repeating: 0, count: 1500)
        let count = recv(descriptor, &answer, answer.count, 0)
        return count < 0 ? nil : Array(answer.prefix(count))
    }
}
