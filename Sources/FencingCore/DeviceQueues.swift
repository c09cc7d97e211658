import ClusterModel

/// Who works with which device, and who waits for it: never more actions at once than the device can do, and never two
/// for one target.
struct DeviceQueues: Sendable {
    enum Holder: Sendable, Equatable {
        case target(NodeName)
        case examination(Examination)

        var node: NodeName? {
            switch self {
            case .target(let node): node
            case .examination(let examination): examination.target
            }
        }
    }

    struct Use: Sendable, Equatable {
        var holder: Holder
        var action: ActionID
    }

    private struct Slot: Sendable {
        var uses: [Use] = []
        var waiting: [NodeName] = []
    }

    private var slots: [String: Slot] = [:]

    func uses(of device: String) -> [Use] { slots[device]?.uses ?? [] }

    func isBusy(_ device: String) -> Bool { slots[device]?.uses.isEmpty == false }

    /// - Parameter limit: `pcmk_action_limit`; -1 is without limit.
    func hasRoom(_ device: String, limit: Int, for node: NodeName?) -> Bool {
        let uses = uses(of: device)
        guard limit < 0 || uses.count < limit else { return false }
        return node == nil || !uses.contains { $0.holder.node == node }
    }

    mutating func take(_ device: String, for holder: Holder, _ action: ActionID) {
        slots[device, default: Slot()].uses.append(Use(holder: holder, action: action))
    }

    mutating func wait(for device: String, _ target: NodeName) {
        precondition(slots[device]?.waiting.contains(target) != true, "a target waits once for a device")
        slots[device, default: Slot()].waiting.append(target)
    }

    mutating func leave(_ device: String, _ target: NodeName) {
        slots[device]?.waiting.removeAll { $0 == target }
        dropEmpty(device)
    }

    mutating func release(_ device: String, _ action: ActionID) {
        slots[device]?.uses.removeAll { $0.action == action }
        dropEmpty(device)
    }

    private mutating func dropEmpty(_ device: String) {
        if let slot = slots[device], slot.uses.isEmpty, slot.waiting.isEmpty { slots[device] = nil }
    }

    /// In the order they came.
    func waiting(for device: String) -> [NodeName] { slots[device]?.waiting ?? [] }
}
