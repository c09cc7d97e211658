import ClusterModel
import FencingCore

/// What alerts are told of.
extension FencingDaemon {
    func alert(_ fact: FencingFact) {
        switch fact.kind {
        case .closed(let record): alerts.tell(.closed(record))
        case .operatorNeeded(_, let device, _):
            if let target = fact.target { alerts.tell(.personNeeded(target, device: device)) }
        case .released(let by): alerts.tell(.released(fact.target, by: by))
        default: break
        }
    }

    /// - Parameter problem: why the device cannot work; nil when nothing is known against it.
    func alert(device: String, _ problem: String?) {
        if let event = health.found(device, problem) { alerts.tell(event) }
    }

    func alert(device: String, _ outcome: AgentOutcome) {
        guard let kind = registry[device]?.kind, let event = health.heard(device, kind, outcome) else { return }
        alerts.tell(event)
    }
}
