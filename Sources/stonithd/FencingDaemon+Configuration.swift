import ClusterModel
import FencingCore

/// How a configuration takes effect.
extension FencingDaemon {
    func take(_ loaded: LoadedConfiguration) {
        self.loaded = loaded
        registry.apply(loaded)
        for line in loaded.warnings.split(separator: "\n") { say(LogLine(.warning, String(line))) }
        for id in registry.ids {
            if let problem = registry[id]?.problem { say(LogLine(.error, "device \(id) cannot work: \(problem)")) }
        }
        let count = registry.ids.count
        say(LogLine(.info, "the configuration \(options.configuration) is in force: \(count) devices"))
        post(.configured(registry.setup))
        askForTargets()
    }
}
