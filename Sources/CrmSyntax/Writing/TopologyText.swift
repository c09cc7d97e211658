/// Fencing levels, a line for each target, in the order of the first level of each.
enum TopologyText {
    static func lines(_ element: CIBElement) -> [String] {
        var targets: [String] = []
        var levels: [String: [(index: Int, devices: String)]] = [:]
        for level in element.children {
            let target = target(level)
            if levels[target] == nil { targets.append(target) }
            levels[target, default: []].append((Int(level["index"] ?? "") ?? 0, level["devices"] ?? ""))
        }
        return targets.map { target in
            let sorted = (levels[target] ?? []).sorted { $0.index < $1.index }
            return ([target] + sorted.map(\.devices)).joined(separator: " ")
        }
    }

    private static func target(_ level: CIBElement) -> String {
        if let pattern = level["target-pattern"] { return "pattern:\(pattern)" }
        if let name = level["target-attribute"] { return "attr:\(name)=\(level["target-value"] ?? "")" }
        return (level["target"] ?? "") + ":"
    }
}
