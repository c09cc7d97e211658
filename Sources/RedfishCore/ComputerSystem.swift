import Wire

/// One system as it says of itself: its power, who it is, and how it can be reset.
struct ComputerSystem: Equatable, Sendable {
    enum Power: Equatable, Sendable {
        case on
        case off
        /// On the way between the two, or a word that nobody knows; "" where it says nothing.
        case other(String)

        init(_ json: JSONLink) {
            switch json?.text.map({ RemoteText.harmless($0, max: 40) }) {
            case "On"?: self = .on
            case "Off"?: self = .off
            case let word: self = .other(word ?? "")
            }
        }

        var word: String {
            switch self {
            case .on: "on"
            case .off: "off"
            case .other(let word): word.isEmpty ? "not known to the service" : word
            }
        }
    }

    var power: Power
    var uuid: String?
    var serialNumber: String?
    /// Where a reset is asked for; nil where the system has no such action.
    var resetTarget: ResourcePath?
    /// What it says it takes; nil where it does not say.
    var resetTypes: [String]?
    /// Where it says so, when not here.
    var actionInfo: ResourcePath?

    /// Nil where this is no system: it says nothing about power, and has no reset.
    init?(_ json: JSONValue) {
        let reset = json["Actions"]?["#ComputerSystem.Reset"]
        guard json["PowerState"] != nil || reset != nil else { return nil }
        power = Power(json["PowerState"])
        uuid = Self.identity(json["UUID"])
        serialNumber = Self.identity(json["SerialNumber"])
        resetTarget = reset?["target"]?.text.flatMap { ResourcePath(location: $0) }
        resetTypes = reset?["ResetType@Redfish.AllowableValues"].map(ResetType.names)
        actionInfo = reset?["@Redfish.ActionInfo"]?.text.flatMap { ResourcePath($0) }
    }

    private static func identity(_ json: JSONLink) -> String? {
        guard let text = json?.text.map({ RemoteText.harmless($0, max: 80) }), !text.isEmpty else { return nil }
        return text
    }

    /// Whom an operator knows it by: its UUID, or its serial number where it has none.
    var identity: String? { uuid?.lowercased() ?? serialNumber }

    func isKnown(as expected: String) -> Bool {
        [uuid, serialNumber].contains { $0?.lowercased() == expected.lowercased() }
    }
}
