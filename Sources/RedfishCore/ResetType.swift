import Wire

/// The ways to reset that are used here (DSP0268, ComputerSystem, ResetType). The graceful ones are not: a node that is
/// to be fenced cannot be asked.
enum ResetType: String, Equatable, Sendable, CaseIterable {
    case forceOff = "ForceOff"
    case on = "On"
    case forceOn = "ForceOn"
    case forceRestart = "ForceRestart"
    case powerCycle = "PowerCycle"

    /// Those of a list, as far as they are words; at most 32.
    static func names(_ json: JSONValue) -> [String] {
        json.elements.prefix(32).compactMap { $0.text.map { RemoteText.harmless($0, max: 40) } }
    }

    /// The list in an ActionInfo resource; nil where it has none.
    static func names(actionInfo json: JSONValue) -> [String]? {
        let parameter = json["Parameters"]?.elements.first { $0["Name"]?.text == "ResetType" }
        return parameter?["AllowableValues"].map(names)
    }

    /// The first that the system takes.
    ///
    /// - Parameter offered: what it says it takes; nil where it does not say, and the first one is tried.
    static func first(of types: [ResetType], offered: [String]?) -> ResetType? {
        guard let offered else { return types.first }
        return types.first { offered.contains($0.rawValue) }
    }
}
