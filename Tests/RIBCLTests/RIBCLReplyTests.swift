import TestRig
import Testing

@testable import RIBCL

@Suite struct RIBCLReplyTests {
    /// Firmware quotes the line that it does not understand, as it was sent or as XML reads it.
    @Test func thePasswordIsNotShown() {
        let writer = RIBCLWriter(version: "2.0", user: "u", password: "a<b&c")
        for said in ["PASSWORD=\"a<b&c\"", "PASSWORD=\"a&lt;b&amp;c\""] {
            let refusal = RIBCLRefusal(status: 1, words: "Syntax error: Line #3: <LOGIN \(said)>")
            #expect(refusal.shown(to: writer) == "its words repeat the password")
        }
        #expect(RIBCLRefusal(status: 1, words: "Syntax\n error").shown(to: writer) == "\"Syntax error\"")
    }

    private func read(_ inner: String, closesFirst: Bool = true) -> RIBCLReply? {
        var reply = RIBCLReply()
        let text = RIBCLStreamTests.document(inner, closesFirst: closesFirst)
        return reply.read(Array(text.utf8)) ? reply : nil
    }

    @Test(arguments: [true, false]) func thePowerIsReadWithAndWithoutTheTagThatIsClosedTwice(_ twice: Bool) {
        let status = "<RESPONSE\n STATUS=\"0x0000\"\n MESSAGE='No error'\n />"
        let on = read(status + "<GET_HOST_POWER HOST_POWER=\"ON\"/>", closesFirst: twice)
        #expect(on?.powers == [true])
        #expect(on?.refusals == [])
        #expect(read("<GET_HOST_POWER HOST_POWER='Off' />", closesFirst: twice)?.powers == [false])
        #expect(read("<GET_HOST_POWER HOST_POWER=\"PERHAPS\"/>", closesFirst: twice)?.powers == [])
    }

    @Test func whatABoardRefusesIsUnderstood() {
        let meanings: [(String, String, RIBCLRefusal.Meaning)] = [
            ("0x005F", "Login credentials rejected.", .wrongLogin),
            ("0x000A", "User login name was not found", .wrongLogin),
            (
                "0x0023", "User does NOT have correct privilege for action. RESET_SERVER_PRIV required.",
                .tooLittlePrivilege
            ),
            ("0x0054", "Command without TOGGLE=\"Yes\" is ignored", .already),
            ("0x0041", "Host power is already OFF.", .already),
            ("0x0001", "Syntax error: Line #0: syntax error near \"X\"", .unknownCommand),
            ("0x0088", "The firmware is busy", .other),
            ("nonsense", "", .other),
        ]
        for (status, words, meaning) in meanings {
            let text = RIBCLWriter.quoted(words)
            let refusal = read("<RESPONSE STATUS=\"\(status)\" MESSAGE=\(text)/>")?.refusals.first
            #expect(refusal?.meaning == meaning, "\(words)")
            #expect(refusal?.words == words)
        }
        #expect(read("<RESPONSE MSG=\"no status\"/>")?.refusals.count == 1)
    }

    @Test func theNodeIsKnownByItsUUID() {
        let data = """
            <GET_HOST_DATA><SMBIOS_RECORD TYPE="0"><FIELD NAME="cUUID" VALUE="wrong"/></SMBIOS_RECORD>
            <SMBIOS_RECORD TYPE="1"><FIELD NAME="cUUID" VALUE=" 30313436-3631-5A43-3334-313534343843"/></SMBIOS_RECORD>
            </GET_HOST_DATA>
            """
        #expect(read(data)?.uuid == "30313436-3631-5a43-3334-313534343843")
    }

    /// Entities, document types and whatever else would make a parser work or read files.
    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><RIBCL><GET_HOST_POWER HOST_POWER=\"&b;\"/></RIBCL>",
        "<?xml version=\"1.0\"?><!DOCTYPE a SYSTEM \"http://127.42.0.9/a.dtd\"><RIBCL></RIBCL>",
        "<RIBCL><GET_HOST_POWER HOST_POWER=\"&b;\"/></RIBCL>", "<RIBCL><A></RIBCL>", "<OTHER></OTHER>", "", "no XML",
        String(repeating: "<RIBCL>", count: 300) + String(repeating: "</RIBCL>", count: 300),
    ]) func whatIsNoAnswerOfABoardIsNotRead(_ text: String) {
        var reply = RIBCLReply()
        let isRead = reply.read(Array(text.utf8))
        #expect(!isRead)
        #expect(reply.powers.isEmpty)
    }

    @Test func anotherEncodingHidesNothing() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADwAIQ-DOCTYPE a><RIBCL/>"
        var reply = RIBCLReply()
        let isHidden = reply.read(Array(text.utf8))
        #expect(!isHidden)
        let wide = Array("<!DOCTYPE a><RIBCL></RIBCL>".utf8).flatMap { byte -> [UInt8] in [byte, 0] }
        let isWide = reply.read(wide)
        #expect(!isWide)
        let isPlain = reply.read(Array("<RIBCL><A B=\"\u{FC}\"/></RIBCL>".utf8))
        #expect(isPlain)
    }
}

@Suite struct RIBCLWriterTests {
    @Test func valuesAreEscapedAndArriveWhole() throws {
        let password = "a<b>&\"c'd\u{FC}"
        let writer = RIBCLWriter(version: "2.0", user: "Admin", password: password)
        let document = try #require(RIBCLDocument(writer.document([.readPower, .setPower(on: false)])))
        let login = try #require(document.root.children.first)
        #expect(login.name == "LOGIN")
        #expect(login.attributes["USER_LOGIN"] == "Admin")
        #expect(login.attributes["PASSWORD"] == "a<b>&\"c'd??")
        #expect(login.children.map { $0.attributes["MODE"] } == ["read", "write"])
        #expect(login.children.last?.children.first?.attributes["HOST_POWER"] == "N")
    }

    @Test func anOpenDocumentHasNoEnd() {
        let writer = RIBCLWriter(version: "1.2", user: "a", password: "b")
        let text = String(decoding: writer.opening + writer.block([.reset]), as: UTF8.self)
        #expect(text.contains("VERSION=\"1.2\"") && text.contains("<RESET_SERVER/>"))
        #expect(!text.contains("</RIBCL>"))
    }
}

@Suite struct RIBCLExchangeTests {
    private let power = RIBCLStreamTests.document("<GET_HOST_POWER HOST_POWER=\"ON\"/>")
    private func status(_ number: String, _ words: String) -> String {
        RIBCLStreamTests.document("<RESPONSE STATUS=\"\(number)\" MESSAGE=\"\(words)\"/>")
    }

    @Test func anAnswerIsWholeWithItsLastPayload() {
        var exchange = RIBCLExchange([.readPower, .setPower(on: false), .readPower])
        let first = exchange.add(Array((status("0x0000", "No error") + power).utf8))
        #expect(first == .open)
        let last = exchange.add(Array(power.utf8))
        #expect(last == .whole)
        #expect(exchange.reply.powers == [true, true])
    }

    @Test func aRefusalEndsItUnlessTheRestMayStillCome() {
        var exchange = RIBCLExchange([.readPower, .setPower(on: false), .readPower])
        let first = exchange.add(Array((power + status("0x0041", "Host power is already OFF.")).utf8))
        #expect(first == .doubtful)
        let last = exchange.add(Array(power.utf8))
        #expect(last == .whole)
        var other = RIBCLExchange([.readPower])
        let refused = other.add(Array(status("0x005F", "Login credentials rejected.").utf8))
        #expect(refused == .whole)
    }

    @Test func anEarlyEndIsAnAnswerOnlyWithADocument() {
        var exchange = RIBCLExchange([.readPower])
        let silent = exchange.finish()
        #expect(silent == .whole)
        var garbage = RIBCLExchange([.readPower])
        let begun = garbage.add(Array("hello".utf8))
        #expect(begun == .open)
        let end = garbage.finish()
        #expect(end == .notRIBCL)
        var http = RIBCLExchange([.readPower])
        let answer = http.add(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        #expect(answer == .isHTTP)
    }
}
