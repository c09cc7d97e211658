/// Swift source with the inside of comments and strings blanked, so that braces and words in it mean what they seem to.
struct SwiftText {
    private(set) var code = ""
    private var rest: Substring

    init(_ source: String) {
        rest = source[...]
        while !rest.isEmpty { step() }
    }

    private mutating func step() {
        if rest.hasPrefix("//") {
            blank { !$0.hasPrefix("\n") }
        } else if rest.hasPrefix("/*") {
            blank(through: "*/")
        } else if rest.hasPrefix("\"\"\"") {
            blankString(until: "\"\"\"")
        } else if rest.hasPrefix("\"") {
            blankString(until: "\"")
        } else {
            keep()
        }
    }

    private mutating func keep() { code.append(rest.removeFirst()) }

    /// Line ends stay, so that lines can be counted.
    private mutating func blank() { code.append(rest.removeFirst() == "\n" ? "\n" : " ") }

    private mutating func blank(while goesOn: (Substring) -> Bool) {
        while !rest.isEmpty, goesOn(rest) { blank() }
    }

    private mutating func blank(through end: String) {
        blank { !$0.hasPrefix(end) }
        for _ in end where !rest.isEmpty { blank() }
    }

    /// What an interpolation holds is code again, and may hold strings.
    private mutating func blankString(until end: String) {
        for _ in end { blank() }
        while !rest.isEmpty, !rest.hasPrefix(end) {
            if rest.hasPrefix("\\(") {
                blank()
                interpolation()
            } else {
                if rest.hasPrefix("\\") { blank() }
                if !rest.isEmpty { blank() }
            }
        }
        for _ in end where !rest.isEmpty { blank() }
    }

    private mutating func interpolation() {
        var depth = 0
        repeat {
            if rest.hasPrefix("(") { depth += 1 }
            if rest.hasPrefix(")") { depth -= 1 }
            step()
        } while depth > 0 && !rest.isEmpty
    }
}
