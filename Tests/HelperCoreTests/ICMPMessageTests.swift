import Testing

@testable import HelperCore

@Suite struct ICMPMessageTests {
    private static let echo = Echo(identifier: 0x1234, sequence: 7, payload: [1, 2, 3])

    @Test func aRequestIsWhatPingSends() {
        // As ping(8) of iputils made it: type 8, code 0, checksum over all.
        #expect(Self.echo.request(.v4) == [8, 0, 0xE1, 0xC2, 0x12, 0x34, 0, 7, 1, 2, 3])
        #expect(Echo.checksum(Self.echo.request(.v4)) == 0)
        #expect(Self.echo.request(.v6) == [128, 0, 0, 0, 0x12, 0x34, 0, 7, 1, 2, 3])
    }

    @Test func repliesAreReadWithAndWithoutTheirHeader() {
        let reply = Packet.reply(Self.echo)
        #expect(ICMPMessage.decode(reply, .v4, hasHeader: false) == .reply(Self.echo))
        #expect(ICMPMessage.decode(Packet.header() + reply, .v4, hasHeader: true) == .reply(Self.echo))
        let optioned = Packet.header(words: 15) + reply
        #expect(ICMPMessage.decode(optioned, .v4, hasHeader: true) == .reply(Self.echo))
        #expect(ICMPMessage.decode(Packet.reply6(Self.echo), .v6, hasHeader: true) == .reply(Self.echo))
    }

    @Test func errorsTellWhatTheyAreAbout() {
        let old = Packet.header() + Packet.error(3, 1, Packet.header(to: [10, 0, 0, 2]) + Self.echo.request(.v4))
        #expect(
            ICMPMessage.decode(old, .v4, hasHeader: true)
                == .error(type: 3, code: 1, destination: [10, 0, 0, 2], quoted: Self.echo))
        let target = [UInt8](repeating: 0xFD, count: 16)
        #expect(
            ICMPMessage.decode(Packet.error6(1, 3, about: Self.echo, to: target), .v6, hasHeader: false)
                == .error(type: 1, code: 3, destination: target, quoted: Self.echo))
    }

    @Test func aCutReplyIsNoReply() {
        let whole = Packet.header() + Packet.reply(Self.echo)
        for count in 0..<whole.count {
            #expect(ICMPMessage.decode(Array(whole.prefix(count)), .v4, hasHeader: true) == nil)
        }
    }

    @Test func aCutErrorNeverTraps() {
        let old = Packet.header() + Packet.error(3, 1, Packet.header() + Self.echo.request(.v4))
        let new = Packet.error6(1, 3, about: Self.echo, to: [UInt8](repeating: 1, count: 16))
        for count in 0..<old.count { _ = ICMPMessage.decode(Array(old.prefix(count)), .v4, hasHeader: true) }
        for count in 0..<52 { #expect(ICMPMessage.decode(Array(new.prefix(count)), .v6, hasHeader: false) == nil) }
    }

    @Test func whatIsNotForUsIsNothing() {
        var broken = Packet.reply(Self.echo)
        broken[9] ^= 1
        #expect(ICMPMessage.decode(broken, .v4, hasHeader: false) == nil, "a wrong checksum")
        #expect(ICMPMessage.decode(Self.echo.request(.v4), .v4, hasHeader: false) == nil, "a request")
        #expect(ICMPMessage.decode(Packet.header(protocol: 17) + broken, .v4, hasHeader: true) == nil, "UDP")
        let udp = Packet.error(3, 3, Packet.header(protocol: 17) + Self.echo.request(.v4))
        #expect(ICMPMessage.decode(udp, .v4, hasHeader: false) == nil, "an error about UDP")
        let reply = Packet.error(3, 3, Packet.header() + Packet.reply(Self.echo))
        #expect(ICMPMessage.decode(reply, .v4, hasHeader: false) == nil, "an error about a reply")
    }
}
