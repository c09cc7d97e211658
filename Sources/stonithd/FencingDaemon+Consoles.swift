import ClusterModel
import ConsoleCore
import Control
import FencingCore
import Journal
import Runtime

/// What the node said on its console: kept with the history of its fence.
extension FencingDaemon {
    func applyConsoles() {
        let devices = registry.ids.compactMap { registry[$0] }
        let held = fenced.isEmpty ? [] : devices.filter(isBeingUsed).map(\.configuration.id)
        consoles.apply(
            devices.map { ($0, $0.parameters(addresses: registry.addresses)) }, held: Set(held))
    }

    /// One of its nodes is being fenced.
    private func isBeingUsed(_ device: RegisteredDevice) -> Bool { fenced.keys.contains(where: device.controls) }

    /// A BMC has few sessions: while its node is fenced, no new one is begun for the console.
    private func holdConsoles(_ fact: FencingFact) {
        guard let node = fact.target else { return }
        let wasFenced = fenced[node] != nil
        switch fact.kind {
        case .accepted, .resumed, .levelBegan: fenced[node, default: []].formUnion(fact.requests)
        case .closed:
            fenced[node]?.subtract(fact.requests)
            if fenced[node]?.isEmpty == true { fenced[node] = nil }
        default: return
        }
        guard wasFenced != (fenced[node] != nil) else { return }
        for device in consoles.devices.compactMap({ registry[$0] }) where device.controls(node) {
            consoles.hold(device.configuration.id, isBeingUsed(device))
        }
    }

    /// Before the fact is told: the record that it closes is told with its console.
    func withConsole(_ fact: FencingFact) -> FencingFact {
        holdConsoles(fact)
        switch fact.kind {
        case .accepted, .resumed: for id in fact.requests { consoles.begin(id) }
        case .closed(var record):
            guard let console = keepConsole(record) else { return fact }
            record.console = console
            return FencingFact(target: fact.target, requests: fact.requests, kind: .closed(record))
        default: break
        }
        return fact
    }

    func withConsole(_ record: FencingRecord) -> FencingRecord {
        var record = record
        record.console = core.console(of: record.request.id)
        return record
    }

    /// Only where something was tried against the node.
    private func keepConsole(_ record: FencingRecord) -> FencingRecord.Console? {
        let (id, node) = (record.request.id, record.request.target)
        guard !record.steps.isEmpty, record.request.action != .on else {
            consoles.forget(id)
            return nil
        }
        let devices = registry.ids.compactMap { registry[$0] }.filter { device in
            device.capturesConsole && device.controls(node)
        }
        guard let (console, text) = consoles.take(record, devices.map { ($0.configuration.id, $0.secrets) }) else {
            return nil
        }
        keep(console, of: id)
        if let text { write(text, console, of: node) }
        return console
    }

    private func write(_ text: String, _ console: FencingRecord.Console, of node: NodeName) {
        log.write(.console, WriterLine.console(name: Consoles.name(console.kept), text))
        note(journal.console(console, of: node, text))
        say(
            LogLine(
                .info,
                "the console of \(node) is kept, \(console.bytesBefore) bytes before and \(console.bytesDuring) during "
                    + "the request (stonith history --console \(console.kept))"))
    }

    func console(_ id: RequestID, _ answer: @escaping (ControlReply.Body?) -> Void) {
        let kept = core.console(of: id)?.kept ?? id
        consoles.read(kept) { text in answer(text.map { .console(ConsoleReport(id: id, text: $0)) }) }
    }
}
