/// What a board can be told or asked (RIBCL, SERVER_INFO).
public enum RIBCLCommand: Equatable, Sendable {
    case readPower
    case setPower(on: Bool)
    /// Holds the power button until the power goes away. Some boards power a node on by it that is off.
    case holdButton
    case reset
    /// The node's SMBIOS records, of which one has its UUID.
    case readHostData

    /// Whether the node may change by it.
    public var isPower: Bool { self != .readPower && self != .readHostData }

    /// Whether its answer carries more than a status.
    var hasPayload: Bool { !isPower }

    var element: String {
        switch self {
        case .readPower: "<GET_HOST_POWER_STATUS/>"
        case .setPower(let isOn): "<SET_HOST_POWER HOST_POWER=\"\(isOn ? "Y" : "N")\"/>"
        case .holdButton: "<HOLD_PWR_BTN/>"
        case .reset: "<RESET_SERVER/>"
        case .readHostData: "<GET_HOST_DATA/>"
        }
    }
}

/// Writes what is sent to a board. Each command stands in a SERVER_INFO of its own, under one login.
public struct RIBCLWriter: Equatable, Sendable {
    public var version: String
    public var user: String
    public var password: String

    public init(version: String, user: String, password: String) {
        self.version = version
        self.user = user
        self.password = password
    }

    /// What the boards that speak without HTTP want first, and in a packet of its own.
    public static let prolog = Array("<?xml version=\"1.0\"?>\r\n".utf8)

    /// A document for one exchange.
    public func document(_ commands: [RIBCLCommand]) -> [UInt8] {
        Self.prolog + opening + block(commands) + Array("</RIBCL>\r\n".utf8)
    }

    /// Begins a document that stays open, so that the board keeps the connection for more blocks.
    public var opening: [UInt8] { Array("<RIBCL VERSION=\(Self.quoted(version))>\r\n".utf8) }

    /// One login, and what is done with it.
    public func block(_ commands: [RIBCLCommand]) -> [UInt8] {
        var text = "<LOGIN USER_LOGIN=\(Self.quoted(user)) PASSWORD=\(Self.quoted(password))>\r\n"
        for command in commands {
            let mode = command.isPower ? "write" : "read"
            text += "<SERVER_INFO MODE=\"\(mode)\">\(command.element)</SERVER_INFO>\r\n"
        }
        return Array((text + "</LOGIN>\r\n").utf8)
    }

    /// An attribute's value with its quotes (XML 1.0, 2.3).
    static func quoted(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&apos;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
