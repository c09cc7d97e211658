import Testing

@testable import RSADialogue

/// The login and the prompts, however a board shows them.
@Suite struct BoardSessionTests {
    private static let banner = "\u{1B}[2J\u{1B}[1;1HIBM RSA II\r\nlogin: for staff only\r\nYour password: keep it\r\n"

    @Test(arguments: ["\r\n", "\n", "\r", "\r\0", "\n\r"], [1, 2, 7, .max])
    func anyLineEndAndAnySplitIsTheSameDialogue(_ end: String, _ chunk: Int) throws {
        var board = try ScriptedBoard(.reset)
        board.chunk = chunk
        board.tell(.connected)
        for text in [
            "\nlogin : ", "USERID\n\nPassword: ", "\n\nsystem> ", "power state\nPower: On\n\nsystem> ",
            "power cycle\nok\n\nsystem> ",
        ] { board.say(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)) }
        #expect(board.success == Success(.accepted))
        #expect(board.takeSent() == "USERID\rPASSW0RD\rpower state\rpower cycle\rexit\r")
    }

    @Test func whatGoesOnBehindAPromptIsText() throws {
        var board = try ScriptedBoard(.status)
        board.tell(.connected)
        board.say(Self.banner)
        #expect(board.takeSent().isEmpty)
        board.say("\r\nlogin : ")
        #expect(board.takeSent() == "USERID\r")
        board.say(Self.banner)
        #expect(board.takeSent().isEmpty)
        board.say("Password: ")
        #expect(board.takeSent() == "PASSW0RD\r")
        board.say("Welcome to the <board> of pm01\r\nLast login: today\r\n")
        board.say("\r\nsystem> ")
        #expect(board.takeSent() == "power state\r")
    }

    @Test func thePasswordIsTypedAtItsPromptOnly() throws {
        for text in ["Password: ", "system> ", "\r\nlogin : a\r\nPassword: ", "mail.example ESMTP\r\n"] {
            var board = try ScriptedBoard(.status)
            board.tell(.connected)
            board.say(text)
            board.pass(60_000)
            #expect(!board.takeSent().contains("PASSW0RD"), "\(text)")
        }
    }

    @Test func aSlowLineIsNoPromptBeforeItsEnd() throws {
        var board = try ScriptedBoard(.status)
        board.chunk = 1
        board.tell(.connected)
        for text in ["\r\nlogin : ", "USERID\r\n\r\nPassword: ", "\r\nsystem> ", "Power: On\r\n\r\nsystem> "] {
            for byte in text { board.say(String(byte)) }
            board.pass(100)
        }
        #expect(board.success?.isOn == true)
        #expect(board.takeSent() == "USERID\rPASSW0RD\rpower state\rexit\r")
    }

    @Test func optionsAreRefusedOnceAndSubnegotiationsSkipped() throws {
        var board = try ScriptedBoard(.status)
        board.tell(.connected)
        let hello: [UInt8] = [
            255, 251, 1, 255, 253, 24, 255, 250, 24, 1, 255, 255, 62, 255, 240, 255, 251, 1, 255, 241,
        ]
        board.tell(.received(hello))
        #expect(board.sentBytes == [255, 254, 1, 255, 252, 24])
        board.say("\r\nlogin : ")
        #expect(board.sentBytes.dropFirst(6) == ArraySlice("USERID\r".utf8))
    }

    @Test func pagesAreTurned() throws {
        var board = try ScriptedBoard(.status)
        board.tell(.connected)
        board.say("a\r\nb\r\n--More--")
        board.pass(600)
        #expect(board.takeSent() == " ")
        board.say("\r        \rc\r\nPress ENTER to continue")
        board.pass(600)
        #expect(board.takeSent() == "\r")
        board.say("\r\nlogin : ")
        #expect(board.takeSent() == "USERID\r")
    }

    @Test func lateWordsAndDoublePromptsAreNoAnswer() throws {
        var board = try ScriptedBoard(.reset)
        board.logIn()
        _ = board.takeSent()
        board.say("\r\nEvent: something\r\nsystem> \r\nsystem> ")
        board.say("power state\r\nPower: On\r\n\r\nsystem> ")
        #expect(board.takeSent() == "power cycle\r")
        board.say("\r\nsystem> ")
        board.say("ok late\r\nsystem> ")
        #expect(board.verdict == nil)
        board.say("ok\r\n\r\nsystem> ")
        #expect(board.success == Success(.accepted))
    }

    @Test func aPromptOfAnotherNameIsLearnt() throws {
        var board = try ScriptedBoard(.status)
        board.tell(.connected)
        for text in ["\r\npm01 RSA login: ", "\r\nUSERID's password: ", "\r\nasm pm01> "] {
            board.say(text)
            board.pass(600)
        }
        #expect(board.takeSent() == "USERID\rPASSW0RD\rpower state\r")
        board.say("Power: Off\r\nasm pm01> ")
        #expect(board.success?.isOn == false)
    }

    @Test func aBoardThatAsksForTheLoginAgainGetsAnotherLineEnd() throws {
        var board = try ScriptedBoard(.status)
        board.tell(.connected)
        for text in ["\r\nlogin : ", "\r\nlogin : ", "\r\nPassword: ", "\r\nsystem> "] { board.say(text) }
        #expect(board.takeSent() == "USERID\rUSERID\r\nPASSW0RD\r\npower state\r\n")
    }

    // MARK: Failing

    @Test func aWrongLoginIsTriedOnce() throws {
        for end in ["\r\nInvalid login!\r\n\r\nlogin : ", "\r\nPassword: "] {
            var board = try ScriptedBoard(.reset)
            board.tell(.connected)
            for text in ["\r\nlogin : ", "\r\nPassword: ", end] { board.say(text) }
            board.pass(60_000)
            #expect(board.failure?.cause == .wrongLogin)
            #expect(board.connections == 1)
        }
    }

    @Test func aMessageNeverRepeatsThePassword() throws {
        var board = try ScriptedBoard(.reset)
        board.tell(.connected)
        for text in ["\r\nlogin : ", "\r\nPassword: ", "PASSW0RD\r\nInvalid login with PASSW0RD\r\nlogin : "] {
            board.say(text)
        }
        #expect(board.failure?.detail.contains("PASSW0RD") == false)
        #expect(board.failure?.detail.contains("it said") == true)
    }

    @Test func aBusyBoardIsTriedAgainUntilTheTimeIsUp() throws {
        var board = try ScriptedBoard(.reset, seconds: 10)
        while board.verdict == nil, board.now < 11_000 {
            if board.connections > 0, board.effects.last == .connect {
                board.tell(.connected)
                board.say("Too many sessions, try again later\r\n")
                board.tell(.closed)
            }
            board.pass(50)
        }
        #expect(board.failure?.cause == .busy)
        #expect(board.connections > 3)
        #expect(board.now < 9500, "before the time is up")
    }

    @Test func eachWayToSayNothingHasItsOwnCause() throws {
        var silent = try ScriptedBoard(.reset)
        silent.pass(60_000)
        #expect(silent.failure?.cause == .silent)
        var mute = try ScriptedBoard(.reset)
        mute.tell(.connected)
        mute.pass(60_000)
        #expect(mute.failure?.cause == .saysNothing)
        var stranger = try ScriptedBoard(.reset)
        stranger.tell(.connected)
        stranger.say("220 mail.example ESMTP\r\n")
        stranger.pass(60_000)
        #expect(stranger.failure?.cause == .noLoginPrompt)
        var slow = try ScriptedBoard(.reset)
        slow.tell(.connected)
        slow.say("login : ")
        slow.pass(60_000)
        #expect(slow.failure?.cause == .noAnswer)
    }

    @Test func whatIsReadIsBounded() throws {
        var board = try ScriptedBoard(.reset)
        board.tell(.connected)
        for _ in 0..<100 { board.tell(.received([UInt8](repeating: 65, count: 4096))) }
        #expect(board.failure?.cause == .tooMuch)
    }

    /// A board that drips never falls silent: the deadline ends it.
    @Test func aDripEndsWithTheDeadline() throws {
        var board = try ScriptedBoard(.reset, seconds: 30)
        board.tell(.connected)
        while board.verdict == nil, board.now < 40_000 { board.say("a") }
        #expect(board.failure?.cause == .noAnswer)
        #expect(board.now <= 30_100)
    }
}
