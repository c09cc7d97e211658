import Glibc
import PluginKit
import Testing

@testable import IPMISettings
@testable import ipmi

@Suite struct EndpointTests {
    @Test(arguments: [
        ("127.0.0.1", "623", "127.0.0.1:623", AF_INET), ("127.1.2.3", "65535", "127.1.2.3:65535", AF_INET),
        ("::1", "1623", "[::1]:1623", AF_INET6),
    ])
    func anAddressIsWrittenAsTheLibraryWantsIt(host: String, port: String, text: String, family: Int32) throws {
        let endpoint = try IPMI.endpoint(host, port)
        #expect(endpoint.text == text)
        #expect(endpoint.family == family)
    }

    @Test func theSocketAddressHasThePort() throws {
        let port = try IPMI.endpoint("127.0.0.1", "1623").withAddress { address, length in
            #expect(length == socklen_t(MemoryLayout<sockaddr_in>.size))
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_port.bigEndian }
        }
        #expect(port == 1623)
    }

    @Test(arguments: ["256.0.0.1", "no such host", "::g", "bmc.invalid"])
    func aNameThatDoesNotResolveIsToldApart(host: String) {
        #expect {
            _ = try IPMI.endpoint(host, "623")
        } throws: { ($0 as? BMCError)?.cause == .noSuchHost }
    }
}
