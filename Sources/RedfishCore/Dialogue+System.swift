import CStonithPlugin

/// Which system it is, and what it can do.
extension Dialogue {
    mutating func find() -> Step {
        if let path = systemPath { return emit(.system, .read(path)) }
        guard let systems = facts.systems else { return locate() }
        return emit(.collection, .read(systems))
    }

    var systemPath: ResourcePath? { settings.system ?? facts.system }

    mutating func tookCollection(_ answer: Answer) -> Step {
        if let step = askAgainWhenBusy(answer) { return step }
        guard answer.isSuccess else { return finish(failure(answer, notFound: .noSystem)) }
        guard let json = try? answer.json(), let systems = SystemCollection(json) else {
            return finish(unreadable("its list of systems"))
        }
        guard let first = systems.members.first else { return finish(Failure(.noSystem, settings)) }
        guard systems.members.count == 1, !systems.hasMore else {
            return finish(Failure(.severalSystems, settings, Self.list(systems)))
        }
        facts.system = first
        return find()
    }

    private static let listedMax = 32

    private static func list(_ systems: SystemCollection) -> String {
        let listed = systems.members.prefix(listedMax).map(\.text).joined(separator: " ")
        return systems.hasMore || systems.members.count > listedMax ? "\(listed) and more" : listed
    }

    mutating func tookSystem(_ answer: Answer) -> Step {
        if let step = askAgainWhenBusy(answer) { return step }
        if answer.status == 404, let step = lookAgain() { return step }
        guard answer.isSuccess else { return finish(failure(answer, notFound: .noSuchSystem)) }
        guard let json = try? answer.json(), let system = ComputerSystem(json) else {
            return finish(unreadable("its system"))
        }
        self.system = system
        if let expected = settings.expectedIdentity, !system.isKnown(as: expected) {
            return finish(Failure(.wrongSystem, settings, "it says it is \(system.identity ?? "nobody")"))
        }
        if task == .identify { return decide(system) }
        return askForTypes(system) ?? decide(system)
    }

    private mutating func lookAgain() -> Step? {
        guard remembersSystem else { return nil }
        remembersSystem = false
        facts.system = nil
        return locate()
    }

    /// Some systems say in a resource of its own what they take; that is asked once and remembered.
    private mutating func askForTypes(_ system: ComputerSystem) -> Step? {
        guard system.resetTypes == nil, facts.resetTypes == nil, let path = system.actionInfo else { return nil }
        return emit(.actionInfo, .read(path))
    }

    /// Without it the usual types are tried.
    mutating func tookActionInfo(_ answer: Answer) -> Step {
        if let step = askAgainWhenBusy(answer) { return step }
        if answer.isSuccess { facts.resetTypes = answer.anyJSON.flatMap { ResetType.names(actionInfo: $0) } }
        guard let system else { return finish(unreadable("its system")) }
        return decide(system)
    }

    /// What it says it takes; nil where it does not say.
    var offered: [String]? {
        guard let types = system?.resetTypes ?? facts.resetTypes, !types.isEmpty else { return nil }
        return types
    }
}
