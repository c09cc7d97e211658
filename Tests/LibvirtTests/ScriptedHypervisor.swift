import LibvirtCore

/// A hypervisor of a few domains that does what the test says, and keeps what was done.
final class ScriptedHypervisor: Hypervisor {
    var states: [String: DomainState] = [:]
    /// Forgotten once they are off.
    var transient: Set<String> = []
    /// The answer to a start says that the domain is on.
    var tellsOfStarts = false
    /// What the next calls of that name fail with, one after the other; nil is one that works.
    var failures: [String: [HypervisorError?]] = [:]
    /// Commands that are answered with an error, and carried out all the same.
    var actsThoughItFails = false
    /// What domains have come to when a command has failed; nil is one that is not there any more.
    var statesAfterFailure: [String: DomainState?] = [:]
    /// Commands that are accepted, and do nothing.
    var isStuck = false
    private(set) var done: [String] = []

    init(_ states: [String: DomainState]) { self.states = states }

    var commands: [String] { done.filter { !["open", "find", "state"].contains($0) } }

    private func note(_ call: String) throws(HypervisorError) {
        done.append(call)
        guard var list = failures[call], !list.isEmpty else { return }
        let error = list.removeFirst()
        failures[call] = list
        if let error { throw error }
    }

    func open() throws(HypervisorError) { try note("open") }

    func isOn(_ domain: FencedDomain) throws(HypervisorError) -> Bool? {
        try note("find")
        return states[domain.domain]?.isOn
    }

    func state(of domain: FencedDomain) throws(HypervisorError) -> DomainState {
        try note("state")
        guard let state = states[domain.domain] else { throw HypervisorError(.noDomain) }
        return state
    }

    func send(_ command: PowerCommand, to domain: FencedDomain) throws(HypervisorError) -> Bool? {
        do { try note("\(command)") } catch {
            if actsThoughItFails { carryOut(command, domain.domain) }
            for (name, state) in statesAfterFailure { states[name] = state }
            throw error
        }
        if !isStuck { carryOut(command, domain.domain) }
        return tellsOfStarts && command != .destroy ? states[domain.domain]?.isOn : nil
    }

    private func carryOut(_ command: PowerCommand, _ name: String) {
        switch command {
        case .destroy: states[name] = transient.contains(name) ? nil : .off
        case .start: states[name] = .running
        case .reset: break
        }
    }

    func uuid(of domain: FencedDomain) throws(HypervisorError) -> String { "uuid-of-\(domain.domain)" }

    func hostName() throws(HypervisorError) -> String { "kvm1.example" }
}
