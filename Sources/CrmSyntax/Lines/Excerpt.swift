import ClusterModel

/// The part of a source line that a diagnostic shows, and the blanks before its caret.
struct Excerpt {
    /// Characters shown before and behind the place, at most.
    private static let reach = 70

    private var shown: [Unicode.Scalar] = []
    private var indent = ""

    /// - Parameters:
    ///   - line: the line's bytes.
    ///   - byte: the place in it.
    ///   - hidden: ranges of its bytes whose every character is shown as `•`.
    init(_ line: ArraySlice<UInt8>, at byte: Int, hiding hidden: [Range<Int>]) {
        let hidden = hidden.filter { !$0.isEmpty }
        var characters: [(scalar: Unicode.Scalar, byte: Int)] = []
        var (position, next) = (0, 0)
        let sorted = hidden.sorted { $0.lowerBound < $1.lowerBound }
        for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
            while next < sorted.count, sorted[next].upperBound <= position { next += 1 }
            let isHidden = next < sorted.count && sorted[next].contains(position)
            characters.append((isHidden ? "•" : Self.printable(scalar), position))
            position += UTF8.width(scalar)
        }
        let caret = characters.firstIndex { $0.byte >= byte } ?? characters.count
        let first = max(characters.prefix { $0.scalar == " " || $0.scalar == "\t" }.count, caret - Self.reach)
        let last = min(characters.count, caret + Self.reach)
        guard first <= caret, first < last else { return }
        shown = characters[first..<last].map(\.scalar)
        indent = characters[first..<caret].map { Self.blanks($0.scalar) }.joined()
    }

    func put(into diagnostic: inout Diagnostic) {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: shown)
        diagnostic.excerpt = String(text)
        diagnostic.indent = indent
    }

    /// What was read from a file, for a message.
    static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.map { printable($0) })
        return String(scalars)
    }

    /// No control character reaches a terminal.
    private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: scalar == "\t" ? scalar : "\u{FFFD}"
        default: scalar
        }
    }

    private static func blanks(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 9: "\t"
        case 0x0300...0x036F, 0x3099...0x309A: ""
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            "  "
        default: " "
        }
    }
}
