import Testing

@testable import stonith

@Suite struct TextTableTests {
    @Test func columnsAlignAndNoLineEndsInBlanks() {
        var table = TextTable(["A", "LONG TITLE", "C"], Ink(isOn: false))
        table.add(["längst", "x", "y"], below: ["  more"])
        table.add(["a", "b", ""])
        #expect(table.text == "A       LONG TITLE  C\nlängst  x           y\n  more\na       b\n")
    }

    @Test func coloursTakeNoRoom() {
        var table = TextTable(["A", "B"], Ink(isOn: true))
        table.add([.init("aa", .red), "b"])
        #expect(table.text == "\u{1B}[1mA\u{1B}[0m   \u{1B}[1mB\u{1B}[0m\n\u{1B}[31maa\u{1B}[0m  b\n")
    }

    @Test func whatOthersSaidStaysInItsLine() {
        var table = TextTable(["A"], Ink(isOn: false))
        table.add([.init("x\ny\u{1B}[2J")], below: ["p\nq"])
        #expect(table.text == "A\nx?y?[2J\np?q\n")
    }

    @Test(arguments: [
        (-5, "0 ms"), (0, "0 ms"), (999, "999 ms"), (1000, "1.0 s"), (2149, "2.1 s"), (9949, "9.9 s"), (9950, "10 s"),
        (599_499, "599 s"), (599_500, "10 min"), (710_000, "11 min 50 s"), (7_200_000, "2 h 0 min"),
        (172_800_000, "2 days"),
    ])
    func spans(milliseconds: Int64, text: String) {
        #expect(Span(milliseconds).description == text)
    }

    @Test(arguments: [(-1, "0 s"), (0, "0 s"), (1, "1 s"), (1000, "1 s"), (1001, "2 s"), (710_000, "11 min 50 s")])
    func whatIsLeftCountsTheBegunSecond(milliseconds: Int64, text: String) {
        #expect(Span.left(milliseconds) == text)
    }
}
