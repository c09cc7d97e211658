import Testing

@testable import HelperCore

@Suite struct EchoAddressTests {
    @Test(arguments: ["192.168.1.1", "127.0.0.1", "fd00::1", "::1", "fe80::1%eth1", "fe80::ffff:1%bond0.100"])
    func addressesAreReadAndWritten(text: String) throws {
        #expect(try EchoAddress(text).text == text)
    }

    @Test(arguments: [
        ("pm01", "names are not looked up"), ("", "no IP address"), ("192.168.1", "no IP address"),
        ("192.168.1.256", "no IP address"), ("010.0.0.1", "no IP address"), ("192.168.1.1%eth0", "no IP address"),
        ("192.168.1.1/24", "no IP address"), ("fe80::1", "needs its interface"), ("fe80::1%", "no IP address"),
        ("fe80::1%a-name-too-long-for-linux", "no interface's name"), ("fd00::1%eth0", "not link-local"),
        ("::ffff:192.168.1.1", "written as IPv4"), ("0.0.0.0", "not the address of one node"),
        ("255.255.255.255", "not the address of one node"), ("224.0.0.1", "not the address of one node"),
        ("::", "not the address of one node"), ("ff02::1%eth0", "not the address of one node"),
    ])
    func whatIsNoNodesAddressIsRefused(text: String, words: String) {
        do {
            _ = try EchoAddress(text)
            Issue.record("\(text) was taken")
        } catch { #expect(error.text.contains(words)) }
    }

    @Test func aSpellingMakesNoDifference() throws {
        #expect(try EchoAddress("FD00:0::01") == EchoAddress("fd00::1"))
        #expect(try EchoAddress("fe80::1%eth0") != EchoAddress("fe80::1%eth1"))
    }

    @Test(arguments: [("127.9.9.9", true), ("::1", true), ("128.0.0.1", false), ("fd00::1", false)])
    func loopbackIsEveryNodesOwn(text: String, isLoopback: Bool) throws {
        #expect(try EchoAddress(text).isLoopback == isLoopback)
    }
}
