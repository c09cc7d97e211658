import ClusterModel

/// Which devices are known not to work, so that each change is told once.
struct DeviceHealth {
    /// Why, for each that is known to be broken.
    private(set) var broken: [String: String] = [:]

    /// Causes that say nothing of the device itself.
    private static let passing: Set<String> = ["busy", "cancelled", "changed", "no-such-device"]

    /// - Parameter text: why it does not work; nil when it does.
    /// - Returns: what is to be told.
    mutating func found(_ device: String, _ text: String?) -> AlertBook.Event? {
        guard let text else { return broken.removeValue(forKey: device) == nil ? nil : .deviceWorks(device) }
        return broken.updateValue(text, forKey: device) == nil ? .deviceBroken(device, text) : nil
    }

    /// What an outcome says of its device. A check or a person that says no works well.
    mutating func heard(_ device: String, _ kind: DeviceKind, _ outcome: AgentOutcome) -> AlertBook.Event? {
        guard case .power = kind, !Self.passing.contains(outcome.cause ?? "") else { return nil }
        guard outcome.code != .ok else { return found(device, nil) }
        return found(device, outcome.text.isEmpty ? outcome.code.word : outcome.text)
    }

    /// Devices that are configured no more are forgotten.
    mutating func keep(_ devices: [String]) {
        let known = Set(devices)
        broken = broken.filter { known.contains($0.key) }
    }
}
