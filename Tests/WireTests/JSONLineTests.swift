import Foundation
import Testing
import Wire

/// Read back by a JSON parser that is not ours.
@Suite struct JSONLineTests {
    private static func parse(_ line: JSONLine) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(line.text.utf8))
        return try #require(object as? [String: Any])
    }

    @Test(arguments: [
        "", "plain", "quote \" and \\ back", "line\nfeed\ttab\rreturn", "\u{0}\u{1}\u{1F}\u{7F}", "ä € 😀 e\u{301}",
        "\u{2028}\u{2029}", "</script>", "\"\u{301}", "\\\u{338}",
    ])
    func textComesOutAsItWentIn(text: String) throws {
        var line = JSONLine()
        line.add(text, text)
        let parsed = try Self.parse(line)
        #expect((parsed.first?.value as? String).map { Array($0.utf8) } == Array(text.utf8))
        #expect(parsed.keys.first == text)
        #expect(line.text.filter { $0 == "\n" }.count == 1)
    }

    @Test func everyScalarBelow256ComesOutAsItWentIn() throws {
        let text = String(String.UnicodeScalarView((0..<256).compactMap(Unicode.Scalar.init)))
        var line = JSONLine()
        line.add("all", text)
        #expect(try Self.parse(line)["all"] as? String == text)
    }

    @Test func numbersListsAndNull() throws {
        var line = JSONLine()
        line.add("number", Int64.min)
        line.add("hosts", ["a", "b\"c"])
        line.add("none", [] as [String])
        line.add("cause", nil as String?)
        let parsed = try Self.parse(line)
        #expect(parsed["number"] as? Int64 == Int64.min)
        #expect(parsed["hosts"] as? [String] == ["a", "b\"c"])
        #expect((parsed["none"] as? [String])?.isEmpty == true)
        #expect(parsed["cause"] is NSNull)
    }

    @Test func membersKeepTheirOrder() {
        var line = JSONLine()
        line.add("b", "1")
        line.add("a", 2)
        #expect(line.text == "{\"b\":\"1\",\"a\":2}\n")
        #expect(JSONLine().text == "{}\n")
    }

    @Test func objectsAndTruthStandWithinIt() throws {
        var inner = JSONLine()
        inner.add("yes", true)
        inner.add("no", false)
        var line = JSONLine()
        line.add("one", inner)
        line.add("many", [inner, JSONLine()])
        line.add("numbers", [1, -2] as [Int64])
        line.add("none", nil as Int64?)
        #expect(
            line.text
                == #"{"one":{"yes":true,"no":false},"many":[{"yes":true,"no":false},{}],"numbers":[1,-2],"none":null}"#
                + "\n")
        #expect(try Self.parse(line).count == 4)
        #expect(try JSONValue(reading: line.bytes[...], bounds: .init(bytesMax: 1000))["one"]?["yes"] == .bool(true))
    }
}
