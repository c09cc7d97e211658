/// Values of XML attributes.
enum XMLText {
    /// As Pacemaker writes them.
    static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { isSpecial($0) }) else { return value }
        var text = ""
        for character in value.unicodeScalars {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&apos;"
            case "\t": text += "    "
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"), 9, 10, 13:
            true
        default: false
        }
    }
}
