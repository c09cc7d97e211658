import ClusterModel

/// Who works with which device, and who waits for it: never two actions at once on one device.
struct DeviceQueues: Sendable {
    enum Holder: Sendable, Equatable {
        case target(NodeName)
        case examination(Examination)
    }

    private struct Slot: Sendable {
        var holder: Holder
        var action: ActionID
        var waiting: [NodeName] = []
    }

    private var slots: [String: Slot] = [:]

    func holder(of device: String) -> (holder: Holder, action: ActionID)? {
        slots[device].map { ($0.holder, $0.action) }
    }

    func isBusy(_ device: String) -> Bool { slots[device] != nil }

    mutating func take(_ device: String, for holder: Holder, _ action: ActionID) {
        precondition(slots[device] == nil, "a device does one thing at a time")
        slots[device] = Slot(holder: holder, action: action)
    }

    mutating func wait(for device: String, _ target: NodeName) {
        precondition(slots[device]?.waiting.contains(target) == false, "a target waits once, and for a busy device")
        slots[device]?.waiting.append(target)
    }

    mutating func leave(_ device: String, _ target: NodeName) { slots[device]?.waiting.removeAll { $0 == target } }

    /// The device is free again; answers who waits, in the order they came. The first of them may take it now.
    mutating func release(_ device: String) -> [NodeName] { slots.removeValue(forKey: device)?.waiting ?? [] }

    mutating func wait(for device: String, all targets: [NodeName]) {
        for target in targets { wait(for: device, target) }
    }
}
