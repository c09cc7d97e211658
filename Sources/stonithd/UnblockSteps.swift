import ClusterModel
import Execution

/// The exact steps that would unblock a target whose fencing failed, from what its record says of each device.
struct UnblockSteps {
    struct Device {
        var configuration: DeviceConfiguration
        var kind: DeviceKind
    }

    /// Where the devices are configured.
    let file: String
    /// Nil for one that is not configured any more.
    let device: (String) -> Device?

    /// - Parameters:
    ///   - record: of the request that failed.
    ///   - well: devices that have failed then and work again now.
    /// - Returns: sentences, in the order to follow them; the last one always helps.
    func texts(_ record: FencingRecord, well: [String] = []) -> [String] {
        let node = record.request.target
        var texts = well.map { "\($0) works again: ask again: stonith fence \(node)" }
        texts += Self.failures(record).filter { !well.contains($0.device) }.compactMap(text)
        texts += tooLittle(record) + budget(record)
        if well.isEmpty { texts.append("then ask again: stonith fence \(node)") }
        return texts + [
            "or power \(node) off by hand, see that it is off, and only then say so: stonith confirm \(node) "
                + "--no-request"
        ]
    }

    /// How each device failed last, in the order of their levels.
    static func failures(_ record: FencingRecord) -> [FencingRecord.Step] {
        let steps = record.steps
        let last = steps.enumerated().filter { place, step in
            !steps[(place + 1)...].contains { $0.device == step.device }
        }
        return last.map(\.element).filter { $0.code != nil && $0.code != .ok }
    }

    /// A device that did as it was told and proves less than was asked for. It will do no better the next time.
    private func tooLittle(_ record: FencingRecord) -> [String] {
        let (node, least) = (record.request.target, record.request.minimumEvidence)
        let weak = record.steps.last { step in
            step.code == .ok && step.action != .on && step.evidence != .none && step.evidence < least
        }
        guard let weak else { return [] }
        return [
            "\(node) may be off: \(weak.action.name) by \(weak.device) succeeded, and proves less than was asked for "
                + "(\(weak.evidence.word), not \(least.word)): see whether it is; ask for less "
                + "(--minimum-evidence), or give \(node) a device that reads its power back"
        ]
    }

    // MARK: One device

    private func text(_ step: FencingRecord.Step) -> String? {
        let device = device(step.device)
        if let kind = device?.kind, Self.isOrdinary(step, of: kind) { return nil }
        let remedy = step.cause.flatMap(Remedy.init(cause:)) ?? Remedy("it failed", "see why below")
        let place = device.map { "\(step.type)\(Self.address(of: $0.configuration))" } ?? step.type
        let deeds = [remedy.act, correction(of: remedy.parameters, device?.configuration)].filter { !$0.isEmpty }
        let deed = deeds.isEmpty ? "" : ": " + deeds.joined(separator: "; or ")
        let proof =
            device == nil || !remedy.showsInStatus ? "" : ". Then see that it works: stonith monitor \(step.device)"
        let words = step.text.isEmpty ? "" : ". It said: \(step.text)"
        return "\(step.device) (\(place)): \(remedy.finding)\(deed)\(proof)\(words)"
    }

    /// A check that finds its target alive, and a person who does not come, leave nothing to mend.
    private static func isOrdinary(_ step: FencingRecord.Step, of kind: DeviceKind) -> Bool {
        switch kind {
        case .check: step.code == .resetFail || step.cause == "cancelled"
        case .person: step.code == .timeout || step.cause == "cancelled"
        case .power: step.cause == "cancelled"
        }
    }

    private static func address(of device: DeviceConfiguration) -> String {
        guard let address = value("ipaddr", of: device) else { return "" }
        return value("ipport", of: device).map { " at \(address) port \($0)" } ?? " at \(address)"
    }

    private static func value(_ name: String, of device: DeviceConfiguration) -> String? {
        guard !Parameter.isSecret(name) else { return nil }
        return device.parameters.first { $0.name == name }?.value.reveal()
    }

    // MARK: The configuration

    private func correction(of names: [String], _ device: DeviceConfiguration?) -> String {
        guard let device, !names.isEmpty else { return "" }
        let words = names.map { "\($0)\(Self.hint($0, of: device))" }.joined(separator: " or ")
        return "correct \(words) of primitive \(device.id) in \(file) and have it read (systemctl reload stonithd, or "
            + "SIGHUP)"
    }

    /// What helps to find the value. Everybody may read a status, so the value itself is not shown.
    private static func hint(_ name: String, of device: DeviceConfiguration) -> String {
        if name == "stonith-timeout" { return " (now \((device.timeoutMilliseconds ?? 60_000) / 1000) s)" }
        guard let parameter = device.parameters.first(where: { $0.name == name }) else { return " (not set)" }
        guard Parameter.isSecret(name), let origin = SecretReference(parameter.value.reveal()) else { return "" }
        switch origin {
        case .file(let path): return " (its value is in \(path))"
        case .environment(let name): return " (its value is in the variable \(name))"
        case .credential(let name): return " (its value is the credential \(name))"
        }
    }

    private func budget(_ record: FencingRecord) -> [String] {
        switch record.verdict?.cause {
        case .timeUp:
            ["the time was up: give the request more (--timeout), or raise property stonith-timeout in \(file)"]
        case .storm: ["find out what wants so many nodes fenced, then let fencing through again: stonith release"]
        case .loop:
            [
                "find out why \(record.request.target) has to be fenced so often, then let it through again: "
                    + "stonith release \(record.request.target)"
            ]
        case .noSuchNode: ["no device here controls \(record.request.target): put one into \(file)"]
        default: []
        }
    }
}
