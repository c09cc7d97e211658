import ClusterModel
import NIOCore

/// Names of hosts among the devices' parameters: looked up when the configuration is read, so that no fence waits for a
/// name service, or fails with it.
extension FencingDaemon {
    private static let lookAgainMilliseconds: Int64 = 60_000

    /// - Parameter again: also those that are known.
    func lookUpNames(again: Bool) {
        let names = registry.hostNames.filter { again || registry.addresses[$0] == nil }
        guard !names.isEmpty else { return }
        hostNames.lookUp(names) { self.found($0) }
    }

    private func found(_ addresses: [String: String?]) {
        guard !isStopping else { return }
        let before = registry.addresses
        defer { if registry.addresses != before { applyConsoles() } }
        for (name, address) in addresses.sorted(by: { $0.key < $1.key }) {
            let devices = registry.ids(withHost: name).joined(separator: ", ")
            if let address, registry.addresses[name] != address {
                say(LogLine(.info, "\(name) is \(address) (devices \(devices))"))
                registry.addresses[name] = address
            }
            // An address that was known before is better than none.
            guard address == nil, registry.addresses[name] == nil, !devices.isEmpty else { continue }
            say(
                LogLine(
                    .warning,
                    "\(name) cannot be looked up (devices \(devices)): each fence tries to. Put its address into the "
                        + "configuration or into /etc/hosts"))
            lookUpLater()
        }
    }

    /// One timer for all names.
    private func lookUpLater() {
        guard !looksUpAgain else { return }
        looksUpAgain = true
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Self.lookAgainMilliseconds)) {
            self.looksUpAgain = false
            self.lookUpNames(again: false)
        }
    }
}
