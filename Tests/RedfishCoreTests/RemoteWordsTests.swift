import Testing
import Wire

@testable import RedfishCore

/// What a service says is bounded and harmless before anybody sees it.
@Suite struct RemoteWordsTests {
    private let service = ScriptedService()

    @Test func messagesAreShownWithWhatTheyAdvise() throws {
        service[ScriptedService.system] = [
            .status(
                500,
                #"{"error": {"code": "Base.1.0.GeneralError", "message": "See below", "@Message.ExtendedInfo": ["#
                    + #"{"MessageId": "iDRAC.1.6.SYS1", "Message": "The sensor\nis asleep.", "#
                    + #""Resolution": "Wake it."}]}}"#
            )
        ]
        let text = service.run(try .test(.status)).failure?.text
        #expect(text?.hasSuffix("(status 500: The sensor is asleep. Wake it.)") == true)
    }

    @Test(arguments: [
        #"{"error": {"code": "x", "message": "Nothing works."}}"#,
        #"{"@Message.ExtendedInfo": {"MessageId": "x", "Message": "Nothing works."}}"#,
        #"{"error": {"message": "See.", "@Message.ExtendedInfo": [{"MessageId": "Nothing works."}]}}"#,
    ])
    func messagesOfOtherFormsAreShownToo(body: String) throws {
        let json = try JSONValue(reading: Array(body.utf8)[...], bounds: Answer.bounds)
        #expect(ExtendedMessages(json).text(withholding: []) == "Nothing works.")
    }

    @Test func nothingThatMovesACursorOrTurnsTheLineComesThrough() {
        let text = RemoteText.harmless("a\u{1B}[2J\r\n\u{202E}b\u{7F}\u{85}c \u{2028} d")
        #expect(text == "a [2J b c d")
        #expect(RemoteText.harmless("  \u{0} ") == "")
    }

    @Test func longTextsAreCut() {
        let text = RemoteText.harmless(String(repeating: "ab ", count: 1000))
        #expect(text.count == RemoteText.charactersMax + 1)
        #expect(text.hasSuffix("…"))
    }

    @Test(arguments: ["hogehoge", ScriptedService.token]) func aSecretThatIsRepeatedIsNotShown(secret: String) throws {
        service[ScriptedService.system] = [.error(500, "GeneralError", "You said \(secret) to me.")]
        let text = service.run(try .test(.status)).failure?.text ?? ""
        #expect(text.contains("repeats a secret"))
        #expect(!text.contains(secret))
    }

    /// Basic authentication's header is as good as the password.
    @Test func credentialsAndShortPasswordsAreNotShownEither() throws {
        let credentials = BasicLogin.credentials(user: "fence", password: "hogehoge")
        service[ScriptedService.system] = [.error(500, "GeneralError", "Bad header Basic \(credentials).")]
        let text = service.run(try .test(.status, ["login_method": "basic"])).failure?.text ?? ""
        #expect(text.contains("repeats a secret") && !text.contains(credentials))
        #expect(RemoteText.has(["pw1"], in: "PASSWORD=\"pw1\""))
        #expect(!RemoteText.has(["pw1"], in: "xpw1 pw12"))
    }

    @Test func bytesThatJSONDoesNotHaveAreRepaired() throws {
        let bytes = Array(#"{"PowerState": "On", "SerialNumber": ""#.utf8) + [0xFF, 1, 2, 0xFF] + Array(#""}"#.utf8)
        let answer = Answer(status: 200, body: [0xEF, 0xBB, 0xBF] + bytes)
        #expect(ComputerSystem(try answer.json())?.power == .on)
    }

    // MARK: Paths

    @Test(arguments: [
        ("/redfish/v1/Systems/1", "/redfish/v1/Systems/1"), ("/a#/b", "/a"), ("https://h:1/a/b?c=d", "/a/b?c=d"),
        ("HTTP://h/a", "/a"),
    ])
    func pathsAreTaken(text: String, path: String) { #expect(ResourcePath(location: text)?.text == path) }

    @Test(arguments: [
        "", "redfish", "//elsewhere/a", "/a b", "/a\r\nX-Evil: 1", "/ä", "https://h", "https:///a//", "ftp://h/a",
        "/" + String(repeating: "a", count: 600),
    ])
    func whatIsNoPathIsNot(text: String) {
        let path = ResourcePath(location: text)
        #expect(path == nil || path?.text == "/a//")
    }

    @Test func base64IsThatOfTheStandard() {
        let texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"]
        let expected = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]
        #expect(texts.map { BasicLogin.base64(Array($0.utf8)) } == expected)
        #expect(BasicLogin.base64([0xFF, 0xEF, 0xBE]) == "/+++")
    }
}
