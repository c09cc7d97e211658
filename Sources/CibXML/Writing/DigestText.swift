import ClusterModel

/// The text of which Pacemaker's digests are made: without white space between elements and without texts, with
/// Pacemaker's own way to escape (as measured on 2.1.5).
public enum DigestText {
    /// Attributes that say who changed a CIB, and when: a versioned digest leaves them out.
    private static let origins: Set = [
        "crm-debug-origin", "cib-last-written", "update-origin", "update-client", "update-user",
    ]

    /// For the digest of a file (`cibadmin --md5-sum`), or of what has no version.
    public static func ofFile(_ element: XMLElement) -> [UInt8] {
        var text = [UInt8](" ".utf8)
        add(element, to: &text, isFiltered: false)
        text.append(UInt8(ascii: "\n"))
        return text
    }

    /// For the digest that goes with a feature set from 3.0.5 on (`cibadmin --md5-sum-versioned`).
    public static func versioned(_ element: XMLElement) -> [UInt8] {
        guard isNew(element["crm_feature_set"]) else { return ofFile(element) }
        var text: [UInt8] = []
        add(element, to: &text, isFiltered: true)
        return text
    }

    private static func isNew(_ featureSet: String?) -> Bool {
        guard let featureSet else { return false }
        let numbers = featureSet.split(separator: ".").map { Int($0) ?? 0 }
        return [3, 0, 5].lexicographicallyPrecedes(numbers) || numbers == [3, 0, 5]
    }

    private static func add(_ element: XMLElement, to text: inout [UInt8], isFiltered: Bool) {
        text += "<\(element.name)".utf8
        for pair in element.attributes.pairs where !isFiltered || !origins.contains(pair.name) {
            text += " \(pair.name)=\"".utf8
            for byte in pair.value.utf8 { add(byte, to: &text) }
            text.append(UInt8(ascii: "\""))
        }
        guard !element.children.isEmpty || element.hasBlanks else {
            text += "/>".utf8
            return
        }
        text.append(UInt8(ascii: ">"))
        for child in element.children {
            switch child {
            case .element(let child): add(child, to: &text, isFiltered: isFiltered)
            case .comment(let comment): text += "<!--\(comment)-->".utf8
            case .text: continue
            }
        }
        text += "</\(element.name)>".utf8
    }

    private static func add(_ byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "&"): text += "&amp;".utf8
        case UInt8(ascii: "<"): text += "&lt;".utf8
        case UInt8(ascii: ">"): text += "&gt;".utf8
        case UInt8(ascii: "\""): text += "&quot;".utf8
        case UInt8(ascii: "'"): text += "&apos;".utf8
        case 0x09: text += "    ".utf8
        case 0x0A: text += "\\n".utf8
        case 0x0D: text += "\\r".utf8
        case 0x7F: text += "\\177".utf8
        default: text.append(byte)
        }
    }
}
