import Glibc
import HelperCore
import PluginKit

/// Plays a dead check on the network.
struct DeadCheckRun {
    let settings: Settings
    let witnesses: [EchoAddress]
    let deadline: Deadline
    let isCancelled: () -> Bool
    let progress: (String) -> Void

    /// Nil when it was cancelled.
    func run() -> DeadCheck.Verdict? {
        var check = DeadCheck(targets: settings.targets, witnesses: witnesses, trials: settings.trials)
        let exchange = EchoExchange(settings.targets + witnesses)
        while !isCancelled() {
            if deadline.hasPassed { check.timeIsUp() }
            switch check.next(at: Deadline.now) {
            case .done(let verdict): return verdict
            case .send(let trial):
                progress(check.progress)
                for failure in exchange.send(trial: trial) { note(failure, &check) }
                noteCarriers(exchange.interfaces, &check)
            case .wait(let moment):
                for word in exchange.hear(until: min(moment, deadline.milliseconds)) { note(word, &check) }
                if exchange.dropped > 0 { check.lostAnswers() }
            }
        }
        return nil
    }

    private func note(_ heard: EchoExchange.Heard, _ check: inout DeadCheck) {
        switch heard {
        case .answer(let address): check.heard(from: address)
        case .failed(let address, let reason): check.sendFailed(to: address, reason: reason)
        }
    }

    private func noteCarriers(_ interfaces: LocalInterfaces, _ check: inout DeadCheck) {
        for target in settings.targets {
            if let interface = interfaces.interfaceWithoutCarrier(to: target) {
                check.hasNoCarrier(interface, to: target)
            }
        }
    }

    /// One round: every target that answers within it, or until all have.
    func addressesThatAnswer() -> [EchoAddress] {
        let exchange = EchoExchange(settings.targets)
        _ = exchange.send(trial: 0)
        let end = min(Deadline.now + DeadCheck.trialMilliseconds, deadline.milliseconds)
        var answered: Set<EchoAddress> = []
        while Deadline.now < end, answered.count < settings.targets.count, !isCancelled() {
            for case .answer(let address) in exchange.hear(until: end) { answered.insert(address) }
        }
        return settings.targets.filter(answered.contains)
    }
}
