import ConsoleCore
import Testing

@Suite struct ConsoleFilterTests {
    private func text(_ input: String) -> String { String(decoding: ConsoleFilter.text(input.utf8), as: UTF8.self) }

    @Test func linesOfAConsoleEndInOneLineEnd() {
        #expect(text("a\r\nb\n\rc\r\r\nd\n") == "a\nb\nc\nd\n")
        #expect(text("a\r\n\r\nb") == "a\n\nb")
        #expect(text("10%\r20%\r") == "10%\n20%\n")
    }

    @Test func escapeSequencesAreTakenOut() {
        #expect(text("\u{1B}[1;31mpanic\u{1B}[0m at \u{1B}(B x") == "panic at  x")
        #expect(text("\u{1B}]0;title\u{7}a\u{1B}P1$q\u{1B}\\b") == "ab")
        #expect(text("one\u{1B}[2;1Htwo\u{1B}[3;1H") == "one\ntwo\n")
    }

    /// A stray ESC, as a torn line gives one, swallows little.
    @Test func textBehindABrokenSequenceIsNotLost() {
        #expect(text("\u{1B}]\r\nKernel panic\r\n").hasSuffix("Kernel panic\n"))
        #expect(text("\u{1B}[\r\nKernel panic\r\n").hasSuffix("Kernel panic\n"))
        #expect(text("\u{1B}]" + String(repeating: "x", count: 2000)).utf8.count >= 900)
        #expect(text("\u{1B}[" + String(repeating: "1", count: 200)).utf8.count >= 100)
    }

    @Test func whatWouldSteerATerminalIsShownInstead() {
        #expect(text("a\u{7}b\u{8}c\u{7F}\u{0}") == "a^Gb^Hc^?")
        #expect(text("\u{9B}31m") == "\\u{9B}31m")
        #expect(text("\u{202E}abc\u{2028}\u{200B}") == "\\u{202E}abc\\u{2028}\\u{200B}")
        #expect(ConsoleFilter.text([0x41, 0xFF, 0xC3, 0x28, 0xE2, 0x82]) == Array("A\\xFF\\xC3(\\xE2\\x82".utf8))
        #expect(text("Grüße, 北京 \\x \t.") == "Grüße, 北京 \\x \t.")
    }

    @Test func aCharacterMayComeInPieces() {
        var filter = ConsoleFilter()
        let parts = Array("ü\u{1B}[31mx\r\n".utf8).map { filter.feed([$0]) }
        #expect(parts.flatMap(\.self) == Array("üx\n".utf8))
    }
}
