import ConsoleCore
import Testing

@Suite struct ConsoleExcerptTests {
    private func contents(_ text: String, start: UInt64 = 0) -> ConsoleRing.Contents {
        ConsoleRing.Contents(start: start, bytes: Array(text.utf8))
    }

    @Test func aMarkStandsBetweenBeforeAndDuring() {
        let excerpt = ConsoleExcerpt(contents("login: \r\nbye\r\n", start: 100), began: 109, mark: "-- fence --") { $0 }
        #expect(excerpt.text == "login: \n-- fence --\nbye\n")
        #expect(excerpt.bytesBefore == 9 && excerpt.bytesDuring == 5)
    }

    @Test func aBeginningOutsideOfWhatIsKeptIsItsNearestEnd() {
        let old = ConsoleExcerpt(contents("abc", start: 100), began: 5, mark: "m") { $0 }
        #expect(old.bytesBefore == 0 && old.bytesDuring == 3)
        let late = ConsoleExcerpt(contents("abc", start: 100), began: .max, mark: "m") { $0 }
        #expect(late.bytesBefore == 3 && late.bytesDuring == 0)
    }

    @Test func theEndIsKeptWholeLinesAndCharacters() {
        let lines = String(repeating: "0123456789012345678901234567890123456789\n", count: 3000) + "the end\n"
        let excerpt = ConsoleExcerpt(contents(lines), began: .max, mark: "m") { $0 }
        #expect(excerpt.text.utf8.count <= ConsoleExcerpt.textBytesMax)
        #expect(excerpt.text.hasPrefix("0123456789") && excerpt.text.hasSuffix("the end\nm\n"))
        let noise = [UInt8](repeating: 0xFF, count: 65_536)
        let garbage = ConsoleExcerpt(ConsoleRing.Contents(start: 0, bytes: noise), began: 0, mark: "m") { $0 }
        #expect(garbage.text.utf8.count <= ConsoleExcerpt.textBytesMax)
        #expect(ConsoleExcerpt.last(Array("ab\u{FC}".utf8), bytesMax: 1).isEmpty)
    }

    @Test func secretsAreTakenOut() {
        let excerpt = ConsoleExcerpt(contents("passwd=hogehoge\n"), began: 0, mark: "m") { text in
            text.split(separator: "hogehoge", omittingEmptySubsequences: false).joined(separator: "•••")
        }
        #expect(excerpt.text.contains("passwd=•••") && !excerpt.text.contains("hogehoge"))
    }

    @Test func marksHaveTheirTime() {
        #expect(ConsoleMark.line("x", unixSeconds: 0) == "[stonith 1970-01-01T00:00:00Z: x]")
        #expect(ConsoleMark.line("x", unixSeconds: 1_774_881_789) == "[stonith 2026-03-30T14:43:09Z: x]")
        #expect(ConsoleMark.line("x", unixSeconds: 951_782_400) == "[stonith 2000-02-29T00:00:00Z: x]")
    }
}
