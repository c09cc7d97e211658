import TestRig
import Testing

@testable import RIBCL

@Suite struct RIBCLStreamTests {
    static func document(_ inner: String, prolog: Bool = true, closesFirst: Bool = true) -> String {
        (prolog ? "<?xml version=\"1.0\"?>\r\n" : "")
            + "<RIBCL VERSION=\"2.22\"\(closesFirst ? "/" : "")>\r\n\(inner)</RIBCL>\r\n"
    }

    private func cut(_ text: String, pieces: Int, end: Bool = true) -> [String] {
        var stream = RIBCLStream()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            stream.add(bytes[start..<min(start + pieces, bytes.count)])
        }
        if end { stream.finish() }
        var documents: [String] = []
        while let document = stream.next() { documents.append(String(decoding: document, as: UTF8.self)) }
        return documents
    }

    @Test(arguments: [1, 2, 7, 10_000]) func documentsAreCutTheSameHoweverTheyArrive(_ pieces: Int) {
        let one = Self.document("<RESPONSE STATUS=\"0x0000\"/>")
        let two = Self.document("<INFORM>old</INFORM>", closesFirst: false)
        let documents = cut(one + "\r\n" + two, pieces: pieces, end: false)
        #expect(documents.count == 2)
        #expect(documents.first == String(one.dropLast()))
        #expect(documents.last == String(two.dropLast()))
    }

    @Test func aNewPrologEndsADocumentWithoutItsLastTag() {
        let documents = cut("<?xml version=\"1.0\"?><RIBCL/><?xml version=\"1.0\"?><RIBCL></RIBCL>", pieces: 5)
        #expect(documents == ["<?xml version=\"1.0\"?><RIBCL/>", "<?xml version=\"1.0\"?><RIBCL></RIBCL>"])
    }

    @Test func whatIsLeftAtTheEndIsADocument() {
        #expect(cut("<RIBCL><RESPONSE/>", pieces: 3) == ["<RIBCL><RESPONSE/>"])
        #expect(cut("<RIBCL><RESPONSE/>", pieces: 3, end: false).isEmpty)
        #expect(cut("\r\n", pieces: 3).isEmpty)
    }

    @Test func anAnswerHasABound() {
        var stream = RIBCLStream()
        let piece = [UInt8](repeating: UInt8(ascii: " "), count: 60_000)
        for _ in 0..<20 { stream.add(piece) }
        #expect(stream.isTooLong)
    }

    /// An answer can have as many documents as take minutes to parse.
    @Test func nothingIsReadBehindWhatIsNoDocument() {
        var exchange = RIBCLExchange([.readPower])
        let state = exchange.add(Array(("</RIBCL>" + Self.document("<RESPONSE STATUS=\"0x0000\"/>")).utf8))
        #expect(state == .notRIBCL)
        #expect(exchange.reply.documents == 0)
    }

    @Test func aWebServerIsKnownByItsFirstWords() {
        var stream = RIBCLStream()
        stream.add(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        #expect(stream.isHTTP)
    }
}
