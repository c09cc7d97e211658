/// Words as an operator must write them.
enum Quoting {
    /// In quotes unless it is nothing but letters, digits, `_`, `.` and `-`.
    static func quoted(_ text: String) -> String {
        if isPlain(text) { return text }
        var result = "\""
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            let next = scalars.first
            // Elsewhere a backslash stands for itself.
            if scalar == "\"" || scalar == "\\" && (next == nil || next == "\"" || next == "\\") { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    ? NameByte.isAllowed(UInt8(truncatingIfNeeded: scalar.value))
                    : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            }
    }

    /// One word of a statement; in quotes only where it would be read as something else.
    static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text != "#" && text.utf8.allSatisfy { !$0.isBlank && !isQuoting($0) }
        return isPlain ? text : quoted(text)
    }

    private static func isQuoting(_ byte: UInt8) -> Bool { [.quote, .apostrophe, .backslash].contains(byte) }

    static func pair(_ name: String, _ value: String) -> String { "\(name)=\(quoted(value))" }
}
