import ClusterModel
import FencingCore

/// How a configuration takes effect.
extension FencingDaemon {
    func take(_ new: LoadedConfiguration) {
        var loaded = new
        loaded.keepProfiles(of: registry.ids.compactMap { registry[$0]?.loaded })
        let isOther = self.loaded.digest != loaded.digest
        self.loaded = loaded
        if isOther { stateRun() }
        // Whoever may read no more hears no more.
        watchers.removeAll { !rights(of: $0.peer).contains(.read) }
        registry.apply(loaded)
        applyConsoles()
        alerts.apply(loaded.alerts)
        health.keep(registry.ids)
        for line in loaded.warnings.split(separator: "\n") { say(LogLine(.warning, String(line))) }
        for id in registry.ids {
            guard let problem = registry[id]?.problem else { continue }
            say(LogLine(.error, "device \(id) cannot work: \(problem)"))
            alert(device: id, problem)
        }
        let count = registry.ids.count
        say(LogLine(.info, "the configuration \(options.configuration) is in force: \(count) devices"))
        post(.configured(registry.setup))
        askForTargets()
        lookUpNames(again: true)
        reportWeakLevels()
        for target in core.targetStatuses() where target.state == .blocked { lookWhetherBlocked(target.node) }
    }

    /// Which levels go unused by requests that ask for more evidence than they can give (F7). Once all plugins have
    /// said what they can.
    func reportWeakLevels() {
        guard !registry.isStarting else { return }
        let lines = core.setup.targets.flatMap { node in
            core.setup.levels(for: node).compactMap { Self.weakness($0, of: node) }
        }
        for line in lines where !weakLevels.contains(line) { say(LogLine(.info, line)) }
        weakLevels = lines
    }

    private static func weakness(_ level: EscalationLevel, of node: NodeName) -> String? {
        guard let most = level.evidenceMax, most < .readBack else { return nil }
        let devices = level.devices.map(\.id).joined(separator: ", ")
        return "level \(level.number) for \(node) (\(devices)) proves \"\(most.word)\" at most: it never answers a "
            + "request that asks for more"
    }
}
