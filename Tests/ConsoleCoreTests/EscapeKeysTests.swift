import ConsoleCore
import Testing

@Suite struct EscapeKeysTests {
    private func steps(_ texts: String...) -> [EscapeKeys.Step] {
        var keys = EscapeKeys()
        return texts.flatMap { keys.type($0.utf8) }
    }

    @Test func aTildeAtTheBeginningOfALineCommands() {
        #expect(steps("~.") == [.end])
        #expect(steps("ls\r~", ".") == [.send(Array("ls\r".utf8)), .end])
        #expect(steps("~?~B") == [.showHelp, .sendBreak])
        #expect(steps("~.rest") == [.end])
    }

    @Test func elsewhereItIsAKey() {
        #expect(steps("a~.") == [.send(Array("a~.".utf8))])
        #expect(steps("~~.") == [.send(Array("~.".utf8))])
        #expect(steps("~a\r~.") == [.send(Array("~a\r".utf8)), .end])
    }
}

@Suite struct ConsoleParametersTests {
    @Test func whatIsWrittenIsRead() throws {
        let bytes = try #require(
            ConsoleParameters.bytes([("ipaddr", "10.0.0.1"), ("passwd", "a=b\nc"), ("userid", "")]))
        for cut in 0...bytes.count {
            var parameters = ConsoleParameters()
            let isTaken = parameters.feed(bytes.prefix(cut)) && parameters.feed(bytes.dropFirst(cut))
            #expect(isTaken && parameters.isComplete)
            #expect(parameters.values == ["ipaddr": "10.0.0.1", "passwd": "a=b\nc", "userid": ""])
        }
    }

    @Test func whatCannotBeWrittenIsRefused() {
        #expect(ConsoleParameters.bytes([("passwd", "a\u{0}b")]) == nil)
        #expect(ConsoleParameters.bytes([("passwd", String(repeating: "x", count: 70_000))]) == nil)
        var parameters = ConsoleParameters()
        let isTaken = parameters.feed(Array("=x\0".utf8))
        #expect(!isTaken)
    }

    @Test func reportsAreOneLineEach() {
        let report = CaptureReport.waiting("the console\nis in use")
        #expect(CaptureReport(report.bytes.dropLast()) == .waiting("the consoleis in use"))
        #expect(CaptureReport(CaptureReport.captured.bytes.dropLast()) == .captured)
        #expect(CaptureReport(Array("else".utf8)) == nil)
    }

    /// A BMC keeps a session that was lost for a minute, and has four or more.
    @Test func noMoreThanTwoSessionsAMinute() {
        var pause = RetryPause()
        let pauses = (0..<6).map { _ in pause.after(held: 0) }
        #expect(pauses == [3000, 60_000, 60_000, 60_000, 60_000, 60_000])
        let again = pause.after(held: 3_600_000)
        #expect(again == 3000)
    }
}
