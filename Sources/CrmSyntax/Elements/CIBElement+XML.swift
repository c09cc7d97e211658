import ClusterModel

extension CIBElement {
    /// On one line.
    var xml: String {
        var text = ""
        write(to: &text, indent: nil)
        return text
    }

    /// A line for each element, two blanks deeper than its parent.
    var indentedXML: String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    private func write(to text: inout String, indent: Int?) {
        let margin = indent.map { String(repeating: "  ", count: $0) } ?? ""
        let end = indent == nil ? "" : "\n"
        text += margin
        if let verbatim {
            text += verbatim + end
            return
        }
        text += "<" + name
        for pair in attributes.pairs { text += " \(pair.name)=\"\(Self.escaped(pair.value))\"" }
        guard !children.isEmpty || !attributes.inside.isEmpty else {
            text += "/>" + end
            return
        }
        text += ">" + end
        for child in children { child.write(to: &text, indent: indent.map { $0 + 1 }) }
        for xml in attributes.inside { text += margin + (indent == nil ? "" : "  ") + xml + end }
        text += "\(margin)</\(name)>" + end
    }

    /// What an attribute's value may not hold as it is; line feeds and tabs would become blanks.
    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 < 0x20 || [0x22, 0x26, 0x3C, 0x3E].contains($0) }) else { return value }
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t", "\r": result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
