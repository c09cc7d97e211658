import ClusterModel
import FencingCore
import NIOCore

/// Lists of nodes, where devices say themselves which ones they control.
extension FencingDaemon {
    private static let listAgainMilliseconds: Int64 = 100

    /// Those that list their nodes are asked anew for one that no device is known to control; the core lets it wait.
    func submit(_ request: FencingRequest) {
        if core.setup.levels(for: request.target).isEmpty { ask(registry.withOldLists(at: .now())) }
        post(.requested(request, unixMilliseconds: LogStamp.unixMilliseconds()))
    }

    func askForList(_ device: String, _ generation: UInt64) {
        registry.askedForList(device, at: .now())
        let number = examinations.number(for: .targets(device: device, generation: generation))
        post(.examine(examination(number, device, .list, within: Self.listMilliseconds)))
    }

    /// Whose lists are waited for.
    func tellOfLists() {
        if registry.listing != core.setup.listing { post(.configured(registry.setup)) }
    }

    func learnTargets(_ device: String, _ generation: UInt64, _ outcome: AgentOutcome) {
        guard isCurrent(device, generation) else { return }
        if outcome.cause == "busy" || outcome.cause == "cancelled" { return listLater(device) }
        guard outcome.code == .ok else {
            say(LogLine(.warning, "device \(device) does not say which nodes it controls: \(outcome.text)"))
            listNoMore([device])
            return askAgainLater()
        }
        registry.learnt(device, hosts: outcome.hosts)
        post(.configured(registry.setup))
    }

    /// It is at work for something else. Where nodes go down together that is the rule, so that whoever waits for its
    /// list goes on waiting.
    private func listLater(_ device: String) {
        registry.askedForList(device, at: nil)
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.listAgainMilliseconds)) {
            if self.core.awaitsLists { self.ask([device]) } else { self.askAgainLater() }
        }
    }

    /// Nothing will come of them.
    func listNoMore(_ devices: [String]) {
        for id in devices { registry.listsNoMore(id) }
        tellOfLists()
    }
}
