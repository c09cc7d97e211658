/// Words of somebody else, made fit for a line on a terminal or in a log.
enum RemoteText {
    static let charactersMax = 240

    /// Without control and format characters, in one line, and cut.
    static func harmless(_ text: String, max: Int = charactersMax) -> String {
        var line = ""
        var count = 0
        var isBlank = true
        for scalar in text.unicodeScalars {
            let shown = isShown(scalar)
            if !shown, isBlank { continue }
            guard count < max else { return line + "…" }
            line.unicodeScalars.append(shown ? scalar : " ")
            isBlank = !shown
            count += 1
        }
        return isBlank && !line.isEmpty ? String(line.dropLast()) : line
    }

    /// Blanks of all kinds are written as one blank.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: false
        case .lineSeparator, .paragraphSeparator, .spaceSeparator: false
        default: true
        }
    }

    /// Shorter ones occur in many words, so they are looked for as words of their own.
    private static let shortBytes = 6

    /// Whether a text has one of the secrets in it: a service may repeat what it was sent.
    static func has(_ secrets: [String], in text: String) -> Bool {
        secrets.contains { !$0.isEmpty && occurs(Array($0.utf8), in: Array(text.utf8)) }
    }

    private static func occurs(_ part: [UInt8], in whole: [UInt8]) -> Bool {
        guard part.count <= whole.count else { return false }
        return (0...whole.count - part.count).contains { start in
            let end = start + part.count
            guard whole[start..<end].elementsEqual(part) else { return false }
            return part.count >= shortBytes
                || !(whole[..<start].last.map(isOfWord) ?? false || whole[end...].first.map(isOfWord) ?? false)
        }
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte >= 0x80
    }
}
