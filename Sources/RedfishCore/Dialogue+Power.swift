import CStonithPlugin
import Wire

/// What is done about the power.
extension Dialogue {
    /// The state is read before anything is sent: services answer a reset of a node that is off in many ways.
    mutating func decide(_ system: ComputerSystem) -> Step {
        lastRead = system.power
        switch (task, system.power) {
        case (.status, _): return finish(status(system))
        case (.identify, _): return finish(identified(system, ""))
        case (.off, .off): return succeed(STONITH_EVIDENCE_READ_BACK, "It was off already.")
        case (.on, .on): return succeed(STONITH_EVIDENCE_READ_BACK, "It was on already.")
        case (.off, _): return switchOff()
        case (.on, _): return switchOn()
        case (.reset, .off) where leavesOff:
            return succeed(STONITH_EVIDENCE_READ_BACK, "It was off already and is left off.")
        case (.reset, .off):
            fate = .provenOff
            story = "It was off already; it is on now."
            return switchOn()
        case (.reset, .on): return restart()
        // Neither on nor off: only what is read back proves anything.
        case (.reset, .other): return switchOff()
        }
    }

    private func identified(_ system: ComputerSystem, _ text: String) -> Success {
        var success = Success(STONITH_EVIDENCE_NONE, text)
        success.identity = system.identity
        return success
    }

    private mutating func status(_ system: ComputerSystem) -> Success {
        var success = identified(system, "power is \(system.power.word)")
        if system.power == .on { success.life = ["its power is on"] }
        if system.resetTarget == nil {
            warnings.append("the system at \(settings.place) has no reset action: its power cannot be switched")
        } else if let offered, !offered.contains(ResetType.forceOff.rawValue) {
            warnings.append(
                "the system at \(settings.place) does not offer ForceOff, so off cannot be done: it offers "
                    + offered.joined(separator: ", "))
        }
        return success
    }

    // MARK: Commands

    private mutating func restart() -> Step {
        switch settings.resetMethod {
        case .reset:
            guard let type = ResetType.first(of: [.forceRestart, .powerCycle], offered: offered) else {
                return switchOff()
            }
            return send(.init(role: .restart, type: type))
        case .cycle: return send(.restart, firstOf: [.powerCycle])
        case .onoff: return switchOff()
        }
    }

    mutating func switchOff() -> Step {
        wanted = .off
        return send(.off, firstOf: [.forceOff])
    }

    mutating func switchOn() -> Step {
        wanted = .on
        return send(.on, firstOf: [.on, .forceOn])
    }

    private mutating func send(_ role: Command.Role, firstOf types: [ResetType]) -> Step {
        guard let type = ResetType.first(of: types, offered: offered) else {
            let needed = types.map(\.rawValue).joined(separator: " or ")
            let list = offered?.joined(separator: ", ") ?? ""
            return finish(Failure(.notOffered, settings, "\(needed) is needed, and it offers \(list)"))
        }
        return send(Command(role: role, type: type))
    }

    private mutating func send(_ command: Command) -> Step {
        (refusal, taskPath, wasAccepted) = (nil, nil, false)
        (readings, repetitions, hasErred) = (0, 0, false)
        pauses.begin()
        self.command = command
        guard let question = question(for: command) else {
            return finish(Failure(.notOffered, settings, "the system has no reset action"))
        }
        return emit(.command(command), question)
    }

    private func question(for command: Command) -> Question? {
        guard let target = system?.resetTarget else { return nil }
        var body = JSONLine()
        body.add("ResetType", command.type.rawValue)
        return Question(kind: .command, method: "POST", path: target, body: body.bytes)
    }

    // MARK: What came of one

    mutating func tookResult(_ answer: Answer, of command: Command) -> Step {
        switch answer.status {
        case 200..<300: return accepted(command, answer)
        // An earlier copy that is out is not settled by that.
        case 401, 403: return finish(failure(answer))
        case 501, 400..<500: return refused(command, failure(answer))
        case 503 where command.role != .restart: return refused(command, failure(answer))
        default:
            hasErred = true
            return unclear(command, failure(answer))
        }
    }

    private mutating func accepted(_ command: Command, _ answer: Answer) -> Step {
        (wasAccepted, refusal) = (true, nil)
        taskPath = TaskReport.path(in: answer)
        if fate != .provenOff { fate = .out }
        if command.role != .restart { return read() }
        if let taskPath { return emit(.task, .read(taskPath)) }
        return restarted()
    }

    /// What the service says: the power was not seen off.
    private mutating func restarted() -> Step {
        settle()
        let word = command?.type.rawValue ?? ""
        return succeed(
            STONITH_EVIDENCE_ACCEPTED, "The service accepted \(word); that power went away was not read back.")
    }

    /// The command was not carried out. The node may be off or on without it, so that is read before this is a failure.
    private mutating func refused(_ command: Command, _ failure: Failure) -> Step {
        if command.role == .restart { return goOnByOff(failure, "refused") }
        let passes = [Cause.busy, .conflict].map(\.rawValue).contains(failure.cause)
        refusal = Refusal(failure: failure, mayBeRepeated: passes)
        return read()
    }

    /// The command left, and nobody knows what came of it.
    mutating func unclear(_ command: Command, _ failure: Failure) -> Step {
        (trouble, refusal) = (failure, nil)
        if fate != .provenOff { fate = .out }
        guard command.role == .restart else { return read() }
        hasDoubt = true
        story = "It was off and is on again. Its first command was not answered well, so it may have been reset twice."
        return goOnByOff(failure, "not answered well")
    }

    /// A restart is never sent again. Off, read back, on may be repeated, and proves more.
    private mutating func goOnByOff(_ failure: Failure, _ what: String) -> Step {
        guard settings.resetMethod == .reset, ResetType.first(of: [.forceOff], offered: offered) != nil else {
            return finish(failure)
        }
        warnings.append("the reset was \(what), so it went on by off, read back, on: \(failure.text)")
        return switchOff()
    }

    mutating func settle() { if fate == .out, !hasDoubt { fate = .nothing } }

    // MARK: Tasks

    mutating func tookTask(_ answer: Answer) -> Step {
        switch TaskReport(answer) {
        case .running, .busy: return lookAgainAfterTask()
        case .completed:
            taskPath = nil
            return command?.role == .restart ? restarted() : readAgain()
        case .gone:
            taskPath = nil
            return taskIsGone()
        case .failed(let state, let messages):
            taskPath = nil
            let said = messages.text(withholding: secrets)
            let word = RemoteText.harmless(state, max: 40)
            return taskFailed(Failure(.taskFailed, settings, said.isEmpty ? word : "\(word): \(said)"))
        }
    }

    /// A command that only restarts leaves nothing to be read but its task.
    mutating func lookAgainAfterTask() -> Step {
        guard command?.role == .restart, let taskPath else { return readAgain() }
        return pause(then: Next(phase: .task, question: .read(taskPath)))
    }

    private mutating func taskIsGone() -> Step {
        guard let command, command.role == .restart else { return readAgain() }
        return unclear(command, Failure(.taskUnfinished, settings, "it knows the task no more"))
    }

    private mutating func taskFailed(_ failure: Failure) -> Step {
        guard let command else { return finish(failure) }
        if command.role == .restart { return unclear(command, failure) }
        if repetitions == 0 { settle() }
        refusal = Refusal(failure: failure, mayBeRepeated: false)
        return read()
    }
}

/// What is read back after a command.
extension Dialogue {
    /// So many readings without a change, about 1.5 s, and an off or on that was not answered is repeated: that does
    /// no harm, and it may never have arrived.
    private static let readingsMax = 5
    private static let repetitionsMax = 2

    private mutating func read() -> Step {
        guard let systemPath else { return finish(unreadable("its system")) }
        return emit(.reading, .read(systemPath))
    }

    mutating func readAgain() -> Step {
        if let step = goOnUnanswered() { return step }
        guard let systemPath else { return finish(unreadable("its system")) }
        return pause(then: Next(phase: .reading, question: .read(systemPath)))
    }

    private mutating func goOnUnanswered() -> Step? {
        guard fate != .nothing, !wasAccepted, refusal == nil, let command, command.role != .restart else { return nil }
        readings += 1
        guard readings >= Self.readingsMax else { return nil }
        readings = 0
        guard repetitions < Self.repetitionsMax, let question = question(for: command) else {
            return hasErred ? finishLate() : nil
        }
        repetitions += 1
        return pause(then: Next(phase: .command(command), question: question))
    }

    mutating func tookReading(_ answer: Answer) -> Step {
        guard answer.isSuccess, let json = try? answer.json(), let read = ComputerSystem(json) else {
            trouble = answer.isSuccess ? unreadable("its system") : failure(answer)
            return readAgain()
        }
        lastRead = read.power
        if read.power == wanted { return reached() }
        if let refusal { return stillRefused(refusal, read.power) }
        if let taskPath { return emit(.task, .read(taskPath)) }
        return readAgain()
    }

    private mutating func reached() -> Step {
        switch (task, wanted) {
        case (.reset, .off):
            fate = .provenOff
            return switchOn()
        case (.reset, _): return succeed(STONITH_EVIDENCE_READ_BACK, story)
        default: return succeed(STONITH_EVIDENCE_READ_BACK)
        }
    }

    private mutating func stillRefused(_ refusal: Refusal, _ power: ComputerSystem.Power) -> Step {
        trouble = refusal.failure
        if refusal.mayBeRepeated, let command, let question = question(for: command) {
            return pause(then: Next(phase: .command(command), question: question))
        }
        if case .other = power { return readAgain() }
        return finish(refusal.failure)
    }
}
