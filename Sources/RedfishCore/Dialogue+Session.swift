import Wire

/// Into the service and out of it.
extension Dialogue {
    /// The root is read only where it is needed to know where the sessions or the systems are.
    mutating func locate() -> Step {
        let needsSessions = !usesBasic && facts.sessions == nil
        let needsSystems = settings.system == nil && facts.system == nil && facts.systems == nil
        return needsSessions || needsSystems ? emit(.root, .read(settings.root)) : authenticate()
    }

    mutating func tookRoot(_ answer: Answer) -> Step {
        if let step = askAgainWhenBusy(answer) { return step }
        switch answer.status {
        case 401, 403: learn(ServiceRoot(below: settings.root))
        case 200..<300:
            guard let json = try? answer.json(), json["Systems"] != nil else {
                return finish(Failure(.noRedfish, settings, "what is there is no service root"))
            }
            learn(ServiceRoot(json))
        default: return finish(failure(answer, notFound: .noRedfish))
        }
        guard settings.system != nil || facts.system != nil || facts.systems != nil else {
            return finish(Failure(.noSystem, settings))
        }
        return authenticate()
    }

    private mutating func learn(_ root: ServiceRoot) {
        facts.systems = root.systems
        facts.sessions = root.sessions
        if root.sessions == nil, !usesBasic { useBasicAlways() }
    }

    /// The service has no sessions: that is remembered.
    private mutating func useBasicAlways() {
        usesBasic = true
        facts.sessions = nil
        facts.hasNoSessions = true
    }

    mutating func authenticate() -> Step {
        guard !usesBasic, token == nil, let sessions = facts.sessions else { return find() }
        var login = JSONLine()
        login.add("UserName", settings.user)
        login.add("Password", password)
        return emit(.login, Question(kind: .login, method: "POST", path: sessions, body: login.bytes))
    }

    mutating func tookLogin(_ answer: Answer) -> Step {
        let messages = ExtendedMessages(answer.anyJSON)
        if answer.isSuccess, messages.has("PasswordChangeRequired") { return begunInVain(answer) }
        if answer.isSuccess { return begun(answer) }
        if Self.isFull(answer, messages) {
            warnings.append(
                "\(settings.place) had no session left, so each request logged in by itself (HTTP Basic): end sessions "
                    + "that nobody uses")
            usesBasic = true
            return loggedIn()
        }
        switch answer.status {
        case 404, 405, 501: return hasNoSessions()
        case 403 where !messages.has("UnauthorizedLoginAttempt"): return finish(failure(answer))
        case 400, 403: return finish(Failure(.loginRefused, settings, messages.text(withholding: secrets)))
        default: return finish(failure(answer))
        }
    }

    /// Each vendor says in its own way that no session is left.
    private static func isFull(_ answer: Answer, _ messages: ExtendedMessages) -> Bool {
        answer.isBusy || messages.has("SessionLimitExceeded") || messages.has("CreateLimitReachedForResource")
    }

    private mutating func begun(_ answer: Answer) -> Step {
        takeSession(answer)
        if token == nil {
            warnings.append(
                "\(settings.place) opened a session and gave no token for it, so each request logged in by itself "
                    + "(HTTP Basic)")
            usesBasic = true
        } else if session == nil {
            warnings.append("\(settings.place) did not say where its session is: nobody can log out of it")
        }
        return loggedIn()
    }

    private mutating func begunInVain(_ answer: Answer) -> Step {
        takeSession(answer)
        return finish(Failure(.passwordExpired, settings))
    }

    private mutating func takeSession(_ answer: Answer) {
        token = answer.token.flatMap { Self.isToken($0) ? $0 : nil }
        session = answer.location.flatMap { ResourcePath(location: $0) } ?? ResourcePath(link: answer.anyJSON)
    }

    /// Fit for a header.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 4096 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private mutating func loggedIn() -> Step {
        pauses.begin()
        guard let next = interrupted else { return find() }
        interrupted = nil
        return emit(next.phase, next.question)
    }

    private mutating func hasNoSessions() -> Step {
        if remembersSessions {
            remembersSessions = false
            facts.sessions = nil
            return locate()
        }
        useBasicAlways()
        return loggedIn()
    }

    /// A session can end on its own, or be ended by somebody: that a command was not carried out is certain then.
    mutating func logInAgain() -> Step? {
        guard let question, phase != .login else { return nil }
        hasLoggedInAgain = true
        interrupted = Next(phase: phase, question: question)
        token = nil
        session = nil
        return authenticate()
    }

    // MARK: Out

    /// The last step of every way: a session is not left behind.
    mutating func logOut(_ ending: Ending) -> Step {
        let ending = withholdingSecrets(ending)
        guard token != nil, let session else { return .end(ending) }
        return emit(.logout(ending), Question(kind: .logout, method: "DELETE", path: session))
    }

    mutating func afterLogout(_ ending: Ending, _ event: Event) -> Step {
        var ending = ending
        switch event {
        case .answer(let answer) where answer.isSuccess || [401, 404, 410].contains(answer.status): break
        case .answer(let answer): ending.warnings.append(leftBehind("status \(answer.status)"))
        case .lost(let lost): ending.warnings.append(leftBehind(lost.failure.cause))
        case .paused, .timeIsUp, .cancelled: ending.warnings.append(leftBehind("no time was left"))
        }
        return .end(ending)
    }

    /// A service may repeat them anywhere, as its serial number too.
    private func withholdingSecrets(_ ending: Ending) -> Ending {
        // What we say ourselves may have a short one in it as a word; what the service says was looked at before.
        let long = secrets.filter { $0.utf8.count >= 6 }
        func shown(_ text: String) -> String {
            RemoteText.has(long, in: text) ? "\(settings.place) repeated a secret in what was to be said here" : text
        }
        var ending = ending
        ending.warnings = ending.warnings.map(shown)
        switch ending.outcome {
        case .failure(var failure):
            failure.text = shown(failure.text)
            ending.outcome = .failure(failure)
        case .success(var success):
            success.identity = success.identity.flatMap { RemoteText.has(secrets, in: $0) ? nil : $0 }
            success.text = shown(success.text)
            success.hints = success.hints.filter { !RemoteText.has(secrets, in: $0) }
            ending.outcome = .success(success)
        }
        return ending
    }

    private func leftBehind(_ reason: String) -> String {
        "could not log out of \(settings.place) (\(reason)): its session is left to end by itself"
    }
}
