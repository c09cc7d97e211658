import Testing

@testable import RSADialogue

/// What is done in which order, and what the verdict rests on.
@Suite struct PowerDialogueTests {
    @Test func resetReadsTheStateAndCycles() throws {
        var board = try ScriptedBoard(.reset)
        board.logIn()
        #expect(board.takeSent() == "USERID\rPASSW0RD\rpower state\r")
        board.answer("power state\r\nPower: On\r\nState: OS booted")
        #expect(board.takeSent() == "power cycle\r")
        board.answer("power cycle\r\nok")
        #expect(board.takeSent() == "exit\r")
        #expect(board.success == Success(.accepted))
        #expect(board.connections == 1)
    }

    @Test func resetOfANodeThatIsOffPowersItOn() throws {
        var board = try ScriptedBoard(.reset)
        board.logIn()
        board.answer("Power: Off")
        board.answer("ok")
        #expect(board.takeSent().hasSuffix("power on\rpower state\r"))
        board.answer("Power: On")
        #expect(board.success?.basis == .readBack)
        #expect(board.success?.text == "It was off already; it is on now.")
    }

    @Test func resetLeavesANodeOffThatIsToStayOff() throws {
        var board = try ScriptedBoard(.reset, leavesOff: true)
        board.logIn()
        board.answer("Power: Off")
        #expect(board.success?.basis == .readBack)
        #expect(!board.takeSent().contains("power on"))
    }

    @Test func offAndOnProvesThatPowerWentAway() throws {
        var board = try ScriptedBoard(.reset, ["reset_method": "onoff"])
        board.logIn()
        for answer in ["Power: On", "ok", "Power: Off", "ok", "Power: On"] { board.answer(answer) }
        #expect(board.success == Success(.readBack, "It was off and is on again."))
        #expect(board.takeSent().hasSuffix("power off\rpower state\rpower on\rpower state\rexit\r"))
    }

    @Test func offIsReadBackUntilItIsTrue() throws {
        var board = try ScriptedBoard(.off)
        board.logIn()
        for answer in ["Power: On", "ok", "Power: On"] { board.answer(answer) }
        _ = board.takeSent()
        #expect(board.verdict == nil)
        board.pass(200)
        #expect(board.takeSent() == "power state\r")
        board.answer("Power: Off")
        #expect(board.success == Success(.readBack))
    }

    @Test(arguments: [PowerDialogue.Task.off, .on]) func nothingIsSentWhereItIsTrueAlready(_ task: PowerDialogue.Task)
        throws
    {
        var board = try ScriptedBoard(task)
        board.logIn()
        board.answer("Power: \(task == .off ? "Off" : "On")")
        #expect(board.success == Success(.readBack, "It was \(task == .off ? "off" : "on") already."))
        #expect(board.takeSent() == "USERID\rPASSW0RD\rpower state\rexit\r")
    }

    @Test func statusSaysWhetherItIsOn() throws {
        var board = try ScriptedBoard(.status)
        board.logIn()
        board.answer("Power: On")
        #expect(board.success == Success(.none, "power is on", isOn: true))
    }

    @Test func anOffThatDoesNotComeTrueIsStillOn() throws {
        var board = try ScriptedBoard(.off, seconds: 5)
        board.logIn()
        for answer in ["Power: On", "ok"] { board.answer(answer) }
        while board.verdict == nil, board.now < 6000 {
            if board.takeSent().contains("power state") { board.answer("Power: On") }
            board.pass(50)
        }
        #expect(board.failure?.cause == .stillOn)
    }

    /// A board that is switching may not know for a while.
    @Test func aStateThatIsNoneIsReadAgainAfterACommand() throws {
        var board = try ScriptedBoard(.off)
        board.logIn()
        for answer in ["Power: On", "ok", "Power: in transition"] { board.answer(answer) }
        #expect(board.verdict == nil)
        board.pass(200)
        board.answer("Power: Off")
        #expect(board.success?.basis == .readBack)
    }

    // MARK: Lost answers

    @Test func aCycleWithoutAnAnswerGoesOnAsOffReadBackOn() throws {
        var board = try ScriptedBoard(.reset)
        board.logIn()
        board.answer("Power: On")
        board.tell(.closed)
        board.pass(1000)
        #expect(board.connections == 2)
        _ = board.takeSent()
        board.logIn()
        for answer in ["Power: On", "ok", "Power: Off", "ok", "Power: On"] { board.answer(answer) }
        #expect(board.success?.basis == .readBack)
        #expect(board.success?.text.contains("may have been reset twice") == true)
        #expect(!board.takeSent().contains("cycle"), "a cycle is never repeated")
    }

    @Test func anOffWithoutAnAnswerIsReadInANewSession() throws {
        var board = try ScriptedBoard(.off)
        board.logIn()
        board.answer("Power: On")
        board.tell(.closed)
        board.pass(1000)
        board.logIn()
        board.answer("Power: Off")
        #expect(board.success?.basis == .readBack)
    }

    @Test(arguments: ["login", "refusal", "network", "silence"]) func withoutAReadingItIsUnknown(_ way: String) throws {
        var board = try ScriptedBoard(.off, seconds: 20)
        board.logIn()
        board.answer("Power: On")
        board.tell(.closed)
        board.pass(400)
        switch way {
        case "login":
            board.tell(.connected)
            for text in ["\r\nlogin : ", "\r\nPassword: ", "\r\nInvalid login\r\n\r\nlogin : "] { board.say(text) }
        case "refusal": board.tell(.notConnected(BoardFailure(.refused)))
        case "network": board.tell(.notConnected(BoardFailure(.unreachable)))
        default: board.tell(.connected)
        }
        board.pass(30_000)
        #expect(board.failure?.cause == .noAnswerToCommand)
    }

    @Test func aCycleThatWasLostIsUnknownThoughTheNodeIsStillOn() throws {
        var board = try ScriptedBoard(.reset, seconds: 20)
        board.logIn()
        board.answer("Power: On")
        board.tell(.closed)
        board.pass(1000)
        board.logIn()
        for answer in ["Power: On", "ok", "Power: On"] { board.answer(answer) }
        _ = board.takeSent()
        while board.verdict == nil, board.now < 30_000 {
            if board.takeSent().contains("power state") { board.answer("Power: On") }
            board.pass(50)
        }
        #expect(board.failure?.cause == .noAnswerToCommand)
    }

    @Test func aNodeThatWasProvenOffIsFencedWhateverComesAfter() throws {
        var board = try ScriptedBoard(.reset, ["reset_method": "onoff"], seconds: 10)
        board.logIn()
        for answer in ["Power: On", "ok", "Power: Off", "Error: cannot"] { board.answer(answer) }
        #expect(board.success?.basis == .readBack)
        #expect(board.success?.warnings.first?.contains("could not be powered on again") == true)
    }

    /// The news that it is off does not wait for the deadline.
    @Test func aPowerOnThatFailsIsTriedOnceMore() throws {
        var board = try ScriptedBoard(.reset, ["reset_method": "onoff"], seconds: 600)
        board.logIn()
        for answer in ["Power: On", "ok", "Power: Off"] { board.answer(answer) }
        for _ in 0..<2 {
            board.tell(.closed)
            board.pass(1000)
            board.tell(.connected)
        }
        #expect(board.connections == 2)
        #expect(board.success?.basis == .readBack)
        #expect(board.now < 10_000)
    }

    @Test func aCommandThatIsRefusedChangesNothing() throws {
        var board = try ScriptedBoard(.off)
        board.logIn()
        board.answer("Power: On")
        board.answer("power off\r\nCommand not recognized: power off")
        #expect(board.failure?.cause == .noSuchCommand)
        #expect(board.takeSent().hasSuffix("exit\r"))
    }

    // MARK: The end

    /// A board that says ok and goes away has answered.
    @Test func anAnswerBeforeTheConnectionBreaksCounts() throws {
        var cycle = try ScriptedBoard(.reset)
        cycle.logIn()
        cycle.answer("Power: On")
        cycle.say("power cycle\r\nok\r\n")
        cycle.tell(.closed)
        #expect(cycle.success == Success(.accepted))
        var off = try ScriptedBoard(.off)
        off.logIn()
        off.answer("Power: On")
        off.say("ok\r\n")
        off.tell(.closed)
        #expect(off.verdict == nil)
        off.pass(1000)
        off.logIn()
        off.answer("Power: Off")
        #expect(off.success == Success(.readBack))
    }

    @Test func aCancelBeforeTheCommandSendsNone() throws {
        var board = try ScriptedBoard(.reset)
        board.logIn()
        board.isCancelled = true
        board.answer("Power: On")
        #expect(board.failure?.cause == .cancelled)
        #expect(!board.takeSent().contains("cycle"))
    }

    @Test func aCancelOfANodeThatIsOffLeavesItOff() throws {
        var board = try ScriptedBoard(.reset, ["reset_method": "onoff"])
        board.logIn()
        for answer in ["Power: On", "ok"] { board.answer(answer) }
        board.isCancelled = true
        board.answer("Power: Off")
        #expect(board.success?.basis == .readBack)
        #expect(board.success?.warnings == ["cancelled: it is left off"])
        #expect(!board.takeSent().contains("power on"))
    }

    @Test func aCancelAfterTheCommandWaitsForWhatComesOfIt() throws {
        var board = try ScriptedBoard(.off)
        board.logIn()
        board.answer("Power: On")
        board.isCancelled = true
        for answer in ["ok", "Power: Off"] { board.answer(answer) }
        #expect(board.success?.basis == .readBack)
    }

    /// The kernel would deliver it minutes later, to a node that is up again.
    @Test(arguments: ["verdict", "silence"]) func aPowerCommandThatMayBeOnItsWayIsCutOff(_ end: String) throws {
        var board = try ScriptedBoard(.reset, seconds: end == "verdict" ? 5 : 60)
        board.logIn()
        board.answer("Power: On")
        #expect(board.takeSent().hasSuffix("power cycle\r"))
        if end == "verdict" { board.now = 5000 }
        board.pass(end == "verdict" ? 0 : 11_000)
        #expect(board.effects.contains(.cut) && !board.effects.contains(.close))
    }

    @Test func whatIsNoPowerCommandGetsThrough() throws {
        var board = try ScriptedBoard(.off, seconds: 5)
        board.logIn()
        for answer in ["Power: On", "ok"] { board.answer(answer) }
        board.pass(6000)
        #expect(board.failure?.cause == .noAnswerToCommand)
        #expect(board.effects.contains(.close) && !board.effects.contains(.cut))
    }

    @Test func nothingLeavesAfterTheVerdict() throws {
        var board = try ScriptedBoard(.off, seconds: 5)
        board.logIn()
        board.now = 5000
        board.answer("Power: On")
        #expect(board.failure?.cause == .noAnswer)
        let sent = board.sentBytes
        for answer in ["Power: On", "ok", "Power: Off"] { board.answer(answer) }
        board.tell(.begin)
        board.tell(.connected)
        board.pass(60_000)
        #expect(board.sentBytes == sent)
    }
}
