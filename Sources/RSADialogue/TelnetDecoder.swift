/// Takes telnet's own commands out of what a board sends, a byte at a time, and refuses every option (RFC 854, 855).
struct TelnetDecoder: Equatable, Sendable {
    private enum State: Equatable {
        case text
        /// After IAC.
        case command
        /// After WILL, WONT, DO or DONT.
        case option(UInt8)
        /// In a subnegotiation, which is skipped.
        case skipping
        /// After IAC in a subnegotiation.
        case skippingCommand
    }

    private enum Code {
        static let end: UInt8 = 240
        static let subnegotiation: UInt8 = 250
        static let will: UInt8 = 251
        static let wont: UInt8 = 252
        static let `do`: UInt8 = 253
        static let dont: UInt8 = 254
        static let iac: UInt8 = 255
    }

    private var state = State.text
    /// What was refused already: a board that goes on asking is not answered for ever.
    private var refused: Set<[UInt8]> = []

    /// - Parameter reply: what is to be sent for it is appended.
    /// - Returns: the byte where it is text.
    mutating func decode(_ byte: UInt8, reply: inout [UInt8]) -> UInt8? {
        switch state {
        case .text:
            guard byte == Code.iac else { return byte }
            state = .command
        case .command: return command(byte)
        case .option(let verb):
            state = .text
            refuse(verb, byte, &reply)
        case .skipping: if byte == Code.iac { state = .skippingCommand }
        case .skippingCommand: state = byte == Code.end ? .text : .skipping
        }
        return nil
    }

    private mutating func command(_ byte: UInt8) -> UInt8? {
        switch byte {
        case Code.will, Code.wont, Code.do, Code.dont: state = .option(byte)
        case Code.subnegotiation: state = .skipping
        case Code.iac:
            state = .text
            return byte
        default: state = .text
        }
        return nil
    }

    /// Only an offer and a request are answered: an answer to a refusal would never end.
    private mutating func refuse(_ verb: UInt8, _ option: UInt8, _ reply: inout [UInt8]) {
        guard verb == Code.will || verb == Code.do, refused.insert([verb, option]).inserted else { return }
        reply += [Code.iac, verb == Code.will ? Code.dont : Code.wont, option]
    }
}
