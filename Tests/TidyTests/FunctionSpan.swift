/// Where a function stands and how many lines it has, from its signature to its closing brace.
struct FunctionSpan {
    var file: String
    var line: Int
    var length: Int

    static let all = swift + c
    static let swift = Tree.swift.flatMap(spans(swift:))
    static let c = Tree.c.flatMap(spans(c:))

    // MARK: Swift

    static func spans(swift file: Tree.File) -> [FunctionSpan] {
        let code = SwiftText(file.text).code
        let words = #"func\s+[^\s]|init[?]?\s*[(<]|deinit\b"#
        guard let head = try? Regex("(?m)^[ ]*(?:@[a-zA-Z]+(?:\\([^)]*\\))?\\s+|[a-z]+ )*(?:\(words))") else {
            return []
        }
        return code.matches(of: head).compactMap { match in
            guard let end = bodyEnd(code[match.range.lowerBound...]) else { return nil }
            let line = code[..<match.range.lowerBound].filter { $0 == "\n" }.count + 1
            let length = code[match.range.lowerBound..<end].filter { $0 == "\n" }.count + 1
            return FunctionSpan(file: file.path, line: line, length: length)
        }
    }

    /// The place of the brace that closes the body; nil for a function without one, as in a protocol.
    private static func bodyEnd(_ code: Substring) -> Substring.Index? {
        var round = 0
        var curly = 0
        for index in code.indices {
            switch code[index] {
            case "(", "[": round += 1
            case ")", "]": round -= 1
            case "{" where round == 0 || curly > 0: curly += 1
            case "}" where round == 0 || curly > 0:
                curly -= 1
                if curly <= 0 { return curly == 0 ? index : nil }
            default: break
            }
        }
        return nil
    }

    // MARK: C

    /// The body's braces stand in the first column.
    static func spans(c file: Tree.File) -> [FunctionSpan] {
        let lines = file.lines
        return lines.indices.compactMap { open in
            guard lines[open] == "{", let close = lines[open...].firstIndex(of: "}") else { return nil }
            var start = open
            while start > 0, isSignature(lines[start - 1]) { start -= 1 }
            return FunctionSpan(file: file.path, line: start + 1, length: close - start + 1)
        }
    }

    private static func isSignature(_ line: Substring) -> Bool {
        guard let last = line.last else { return false }
        return !";}/".contains(last) && !line.hasPrefix("#")
    }
}
