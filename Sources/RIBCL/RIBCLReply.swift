/// All that a board's documents say to one block of commands.
public struct RIBCLReply: Equatable, Sendable {
    /// The power states in the order in which they were read.
    public var powers: [Bool] = []
    public var refusals: [RIBCLRefusal] = []
    /// The node's UUID.
    public var uuid: String?
    /// How many documents were understood.
    public var documents = 0
    /// Answers to commands that carry more than a status.
    public var payloads = 0

    public init() {}

    /// Makes libxml2 set up its tables, so that no forked action has to.
    public static func warm() { RIBCLDocument.warm() }

    /// - Returns: false for what is no document of a board.
    public mutating func read(_ bytes: [UInt8]) -> Bool {
        guard let document = RIBCLDocument(bytes), document.root.name == "RIBCL" else { return false }
        documents += 1
        for child in document.root.children { read(child) }
        return true
    }

    private mutating func read(_ element: RIBCLDocument.Element) {
        switch element.name {
        case "RESPONSE": readStatus(element)
        case "GET_HOST_POWER":
            payloads += 1
            switch element.attributes["HOST_POWER"]?.uppercased() {
            case "ON": powers.append(true)
            case "OFF": powers.append(false)
            default: break
            }
        case "GET_HOST_DATA":
            payloads += 1
            uuid = uuid ?? Self.uuid(element)
        default: break
        }
    }

    /// A status that is no number is no success.
    private mutating func readStatus(_ element: RIBCLDocument.Element) {
        let digits = element.attributes["STATUS"]?.lowercased() ?? ""
        let status = digits.hasPrefix("0x") ? Int(digits.dropFirst(2), radix: 16) : Int(digits, radix: 16)
        guard status != 0 else { return }
        let words = element.attributes["MESSAGE"] ?? element.attributes["MSG"] ?? ""
        refusals.append(RIBCLRefusal(status: status ?? -1, words: words))
    }

    /// In the SMBIOS record of type 1; firmware spells the field in two ways.
    private static func uuid(_ data: RIBCLDocument.Element) -> String? {
        for record in data.children where record.attributes["TYPE"] == "1" {
            let field = record.children.first { $0.attributes["NAME"]?.uppercased() == "CUUID" }
            if let value = field?.attributes["VALUE"] { return trimmed(value).lowercased() }
        }
        return nil
    }

    private static func trimmed(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }
}

/// A status other than 0, and what it means for us.
public struct RIBCLRefusal: Error, Equatable, Sendable {
    public enum Meaning: Equatable, Sendable {
        case wrongLogin
        case tooLittlePrivilege
        /// The node is already in the state that was asked for, or the command says nothing to it in its state.
        case already
        /// The board does not know the command.
        case unknownCommand
        case other
    }

    public var status: Int
    /// The board's own.
    public var words: String

    public init(status: Int, words: String) {
        self.status = status
        self.words = words
    }

    /// What a message may show of the words: one line, bounded, and nothing where they repeat the password. Firmware
    /// quotes the line that it does not understand.
    public func shown(to writer: RIBCLWriter) -> String {
        let text = Array(words.utf8)[...]
        let secrets = [writer.password, String(RIBCLWriter.quoted(writer.password).dropFirst().dropLast())]
        if secrets.contains(where: { RIBCLStream.find(Array($0.utf8), in: text) != nil }) {
            return "its words repeat the password"
        }
        return "\"\(String(String.UnicodeScalarView(words.unicodeScalars.filter { $0.value > 31 }.prefix(200))))\""
    }

    /// The numbers differ between generations, so the words are asked too. 0x005F and 0x000A are logins (iLO 2 to 4,
    /// iLO), 0x0054 is a button that would do nothing.
    public var meaning: Meaning {
        let words = self.words.lowercased()
        func says(_ part: String) -> Bool { RIBCLStream.find(Array(part.utf8), in: Array(words.utf8)[...]) != nil }
        if says("privilege") || says("_priv required") { return .tooLittlePrivilege }
        if [0x5F, 0x0A].contains(status) || says("login") || says("credential") { return .wrongLogin }
        if status == 0x54 || says("already") || says("powered off") || says("power is off") { return .already }
        if says("syntax error") || says("not supported") || says("not valid") { return .unknownCommand }
        return .other
    }
}
