import FuzzDriver
import HelperCore

/// Datagrams from anybody, judged as a dead check judges them.
///
/// The first byte says which socket they came by and from whom, the rest is the datagram.
enum FuzzICMP {
    private static let secret = Array("0123456789abcdef0123456789abcdef".utf8)
    private static let target4 = EchoAddress(family: .v4, bytes: [10, 0, 0, 2])
    private static let target6 = EchoAddress(
        family: .v6, bytes: [0xFE, 0x80] + [UInt8](repeating: 0, count: 13) + [2], interface: "eth0")

    private static let ledger = {
        var ledger = EchoLedger([target4, target6], scopes: [0, 4], identifier: 0x4142, secret: secret)
        for trial in 0..<3 { for index in 0..<2 { _ = ledger.echo(to: index, trial: trial) } }
        return ledger
    }()

    private static func source(_ choice: UInt8, _ target: EchoAddress) -> EchoLedger.Source {
        switch choice % 3 {
        case 0: .init(bytes: target.bytes, scope: target.family == .v6 ? 4 : 0)
        case 1: .init(bytes: target.bytes.dropLast() + [1], isOwn: true)
        default: .init(bytes: target.bytes.dropLast() + [99])
        }
    }

    static func judge(_ choice: UInt8, _ datagram: [UInt8]) {
        let target = choice & 1 == 0 ? target4 : target6
        let source = source(choice >> 2, target)
        guard let message = ICMPMessage.decode(datagram, target.family, hasHeader: choice & 2 != 0) else { return }
        switch (message, ledger.judge(message, from: source)) {
        case (_, nil): return
        case (.reply(let echo), .answer):
            precondition(echo.payload == secret, "life without the secret")
            precondition(source.bytes == target.bytes, "life from a stranger")
        case (.error, .answer): precondition(source.bytes == target.bytes, "life from a stranger")
        case (.error, .localError): precondition(source.isOwn, "a stranger made this node deaf")
        case (.reply, .localError): preconditionFailure("an answer made this node deaf")
        }
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let choice = input.first else { return 0 }
    FuzzICMP.judge(choice, Array(input.dropFirst()))
    let text = String(decoding: input, as: UTF8.self)
    for address in RouteTable.gatewaysV4(text) { precondition(address.family == .v4, "an address of another family") }
    for address in RouteTable.gatewaysV6(text) { precondition(address.family == .v6, "an address of another family") }
    return 0
}

@c(FuzzICMP_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
