import Glibc
import Testing

@testable import LibvirtClient

@Suite struct ConnectionSocketTests {
    private static func isThrownAway(_ descriptor: Int32) -> Bool {
        var value = linger()
        var length = socklen_t(MemoryLayout<linger>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, &length) == 0 && value.l_onoff != 0
            && value.l_linger == 0
    }

    @Test(arguments: [AF_INET, AF_INET6]) func aTCPSocketIsFoundAndSet(_ family: Int32) {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        defer { close(descriptor) }
        ConnectionSocket.set(.throwAway, in: descriptor..<descriptor + 1)
        #expect(Self.isThrownAway(descriptor))
        ConnectionSocket.set(.deliver, in: descriptor..<descriptor + 1)
        #expect(!Self.isThrownAway(descriptor))
    }

    @Test(arguments: [(AF_UNIX, SOCK_STREAM), (AF_INET, SOCK_DGRAM)])
    func anotherSocketIsLeftAlone(_ family: Int32, _ type: __socket_type) {
        let descriptor = socket(family, Int32(type.rawValue) | O_CLOEXEC, 0)
        defer { close(descriptor) }
        ConnectionSocket.set(.throwAway, in: descriptor..<descriptor + 1)
        #expect(!Self.isThrownAway(descriptor))
    }
}
