import Foundation
import Journal
import TestRig
import Testing

@testable import stonith_journal

/// What the writer keeps of consoles.
@Suite struct ConsoleTextsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path("c")) }

    @Test func aTextIsItsOwnersAlone() throws {
        try ConsoleTexts(folder.path("c")).keep(Array("Kernel panic\n".utf8), name: "request-r1")
        #expect(try folder.read("c/request-r1") == "Kernel panic\n")
        let file = try FileManager.default.attributesOfItem(atPath: folder.path("c/request-r1"))
        let above = try FileManager.default.attributesOfItem(atPath: folder.path("c"))
        #expect(file[.posixPermissions] as? Int == 0o600 && above[.posixPermissions] as? Int == 0o700)
    }

    @Test func theOldestGoAway() throws {
        let texts = ConsoleTexts(folder.path("c"))
        for number in 0..<(ConsoleTexts.filesMax + 3) { try texts.keep([65], name: "request-\(number)") }
        let names = Set(try names())
        #expect(names.count == ConsoleTexts.filesMax)
        #expect(!names.contains("request-2") && names.contains("request-3"))
        #expect(names.contains("request-\(ConsoleTexts.filesMax + 2)"))
    }

    /// Whoever puts a link there gets nothing written through it.
    @Test func aLinkIsNotFollowed() throws {
        let texts = ConsoleTexts(folder.path("c"))
        try texts.keep([65], name: "request-r1")
        try folder.write("other", "untouched")
        for name in ["request-r2", ".unfinished"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("c/\(name)"), withDestinationPath: folder.path("other"))
        }
        try texts.keep([66], name: "request-r2")
        #expect(try folder.read("other") == "untouched")
        #expect(try folder.read("c/request-r2") == "B")
    }

    @Test func aLineHasTheTextInIt() throws {
        let line = WriterLine.console(name: "request-r1", "one\n\ttwo 雪\n")
        #expect(!line.contains(UInt8(ascii: "\n")))
        let read = try #require(WriterLine.console(line[...]))
        #expect(read.name == "request-r1" && read.text == Array("one\n\ttwo 雪\n".utf8))
        for bad in ["", "request-r1", " text", "../x text", ".x text"] {
            #expect(WriterLine.console(Array(bad.utf8)[...]) == nil)
        }
    }
}
