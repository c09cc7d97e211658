/// One tag of XML that a program of Pacemaker printed: tags stand alone on their lines there.
struct Tag {
    let name: Substring
    private let rest: Substring
    /// `</name>`
    let isEnd: Bool
    /// `<name …/>`
    let isEmpty: Bool

    init?(_ line: Substring) {
        var text = line.drop { $0 == " " }
        guard text.first == "<", text.last == ">" else { return nil }
        text = text.dropFirst().dropLast()
        isEnd = text.first == "/"
        isEmpty = text.last == "/"
        if isEnd { text = text.dropFirst() }
        if isEmpty { text = text.dropLast() }
        name = text.prefix { $0 != " " }
        rest = text.dropFirst(name.count)
    }

    subscript(_ attribute: String) -> String? {
        guard let start = rest.firstRange(of: " \(attribute)=\"")?.upperBound else { return nil }
        return Tag.plain(rest[start...].prefix { $0 != "\"" })
    }

    private static func plain(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        var plain = String(text)
        for (name, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
            plain = plain.replacing(name, with: character)
        }
        return plain
    }
}
