import Testing

@testable import HelperCore

/// Who may be taken for alive, and who for deaf.
@Suite struct EchoLedgerTests {
    private static let target = [UInt8]([10, 0, 0, 2])
    private static let own = EchoLedger.Source(bytes: [10, 0, 0, 1], isOwn: true)
    private static let router = EchoLedger.Source(bytes: [10, 0, 9, 9])
    private static let fromTarget = EchoLedger.Source(bytes: target)

    private var ledger: EchoLedger
    private let echo: Echo

    init() throws {
        let addresses = [try EchoAddress("10.0.0.1"), try EchoAddress("10.0.0.2"), try EchoAddress("fe80::2%eth0")]
        ledger = EchoLedger(
            addresses, scopes: [0, 0, 4], identifier: 77, secret: Array(1...32))
        _ = ledger.echo(to: 1, trial: 0)
        echo = ledger.echo(to: 1, trial: 2)
    }

    private func error(_ code: UInt8, type: UInt8 = 3, to destination: [UInt8] = target) -> ICMPMessage {
        .error(type: type, code: code, destination: destination, quoted: echo)
    }

    @Test func theAddressAskedAnswers() {
        #expect(ledger.judge(.reply(echo), from: Self.fromTarget) == .answer(1))
    }

    @Test func nobodyAnswersForAnother() {
        #expect(ledger.judge(.reply(echo), from: Self.own) == nil)
        #expect(ledger.judge(.reply(echo), from: Self.router) == nil)
    }

    @Test func everyByteMustComeBack() {
        for index in echo.payload.indices {
            var forged = echo
            forged.payload[index] ^= 0x80
            #expect(ledger.judge(.reply(forged), from: Self.fromTarget) == nil)
        }
        var cut = echo
        cut.payload.removeLast()
        #expect(ledger.judge(.reply(cut), from: Self.fromTarget) == nil)
    }

    @Test func anEchoThatWasNeverSentHasNoAnswer() {
        var early = echo
        early.sequence += 3
        #expect(ledger.judge(.reply(early), from: Self.fromTarget) == nil)
    }

    @Test func anotherPingsAnswerIsNotOurs() {
        var other = echo
        other.identifier = 78
        #expect(ledger.judge(.reply(other), from: Self.fromTarget) == nil)
        #expect(ledger.judge(.reply(other), from: Self.fromTarget, keepsIdentifier: false) == .answer(1))
    }

    @Test func aLateAnswerIsALifeSign() throws {
        var ledger = ledger
        let first = ledger.echo(to: 1, trial: 0)
        _ = ledger.echo(to: 1, trial: 9)
        #expect(ledger.judge(.reply(first), from: Self.fromTarget) == .answer(1))
    }

    @Test func aLinkLocalAnswerMustComeInByItsInterface() {
        var ledger = ledger
        let echo = ledger.echo(to: 2, trial: 0)
        let bytes = ledger.addresses[2].bytes
        #expect(ledger.judge(.reply(echo), from: .init(bytes: bytes, scope: 4)) == .answer(2))
        #expect(ledger.judge(.reply(echo), from: .init(bytes: bytes, scope: 5)) == nil)
    }

    /// ARP without an answer looks like this, and so does a dead node on the own network.
    @Test func hostUnreachableFromThisNodeIsSilence() {
        #expect(ledger.judge(error(1), from: Self.own) == nil)
        #expect(ledger.judge(error(3), from: Self.own) == .localError(1, code: 3))
        #expect(ledger.judge(error(0), from: Self.own) == .localError(1, code: 0))
        #expect(ledger.judge(error(13), from: Self.own) == .localError(1, code: 13))
    }

    @Test func theSameForIPv6() {
        var ledger = ledger
        let echo = ledger.echo(to: 2, trial: 0)
        let own = EchoLedger.Source(bytes: [UInt8](repeating: 3, count: 16), isOwn: true)
        func judge(_ code: UInt8) -> EchoLedger.Heard? {
            ledger.judge(
                .error(type: 1, code: code, destination: ledger.addresses[2].bytes, quoted: echo), from: own)
        }
        #expect(judge(3) == nil)
        #expect(judge(0) == .localError(2, code: 0))
        #expect(judge(1) == .localError(2, code: 1))
    }

    @Test func whatARouterSaysIsNeitherLifeNorDeafness() {
        for code in UInt8(0)...15 { #expect(ledger.judge(error(code), from: Self.router) == nil) }
    }

    @Test func aNodeWhoseFirewallRefusesPingsLives() {
        #expect(ledger.judge(error(13), from: Self.fromTarget) == .answer(1))
        #expect(ledger.judge(error(13, to: [10, 0, 0, 3]), from: Self.fromTarget) == nil)
    }

    @Test func anErrorQuotesAtLeastTheNumbers() {
        var cut = echo
        cut.payload = []
        let message = ICMPMessage.error(type: 3, code: 0, destination: Self.target, quoted: cut)
        #expect(ledger.judge(message, from: Self.own) == .localError(1, code: 0))
        cut.payload = [9]
        let forged = ICMPMessage.error(type: 3, code: 0, destination: Self.target, quoted: cut)
        #expect(ledger.judge(forged, from: Self.own) == nil)
    }
}
