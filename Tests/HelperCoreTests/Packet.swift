@testable import HelperCore

/// ICMP as it comes from a network.
enum Packet {
    static func header(protocol number: UInt8 = 1, words: UInt8 = 5, to address: [UInt8] = [10, 0, 0, 2]) -> [UInt8] {
        [0x40 | words, 0, 0, 84, 0, 0, 0x40, 0, 64, number, 0, 0, 10, 0, 0, 1] + address
            + [UInt8](repeating: 0, count: Int(words) * 4 - 20)
    }

    static func reply(_ echo: Echo) -> [UInt8] { summed([0] + echo.request(.v4).dropFirst()) }

    static func error(_ type: UInt8, _ code: UInt8, _ quoted: [UInt8]) -> [UInt8] {
        summed([type, code, 0, 0, 0, 0, 0, 0] + quoted)
    }

    static func reply6(_ echo: Echo) -> [UInt8] { [129] + echo.request(.v6).dropFirst() }

    static func error6(_ type: UInt8, _ code: UInt8, about echo: Echo, to address: [UInt8]) -> [UInt8] {
        let header: [UInt8] = [0x60, 0, 0, 0, 0, 11, 58, 64] + [UInt8](repeating: 9, count: 16) + address
        return [type, code, 0, 0, 0, 0, 0, 0] + header + echo.request(.v6)
    }

    private static func summed(_ message: [UInt8]) -> [UInt8] {
        var message = message
        (message[2], message[3]) = (0, 0)
        let sum = Echo.checksum(message)
        (message[2], message[3]) = (UInt8(sum >> 8), UInt8(sum & 0xFF))
        return message
    }
}
