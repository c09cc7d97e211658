/// Text in nested lists, laid out as the tools of Pacemaker 2.1.5 do.
public struct Outline: Sendable {
    public enum Layout: Sendable {
        /// Headings, bullets, two columns further in for each list.
        case fancy
        /// Items alone, as `crm_simulate -s` prints them: no headings, no names of items, no bullets.
        case plain
    }

    public private(set) var text = ""
    private let layout: Layout
    private var depth = 0

    public init(_ layout: Layout = .fancy) { self.layout = layout }

    /// A list with a heading; `end()` closes it.
    public mutating func begin(_ title: String) {
        if layout == .fancy {
            indent()
            text += title
            text += ":\n"
        }
        depth += 1
    }

    public mutating func end() { depth -= 1 }

    public mutating func item(_ content: String) {
        if layout == .fancy { indent() }
        text += content
        text += "\n"
    }

    public mutating func item(_ name: String, _ content: String) {
        item(layout == .fancy ? "\(name): \(content)" : content)
    }

    /// A line of its own, whatever list is open.
    public mutating func line(_ content: String) {
        text += content
        text += "\n"
    }

    public mutating func blankLine() { text += "\n" }

    private mutating func indent() {
        guard depth > 0 else { return }
        for _ in 0..<depth { text += "  " }
        text += "* "
    }
}

extension String {
    /// Blanks behind it up to a width in characters, as printf's `%-8s`.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - unicodeScalars.count)) }

    /// Blanks before it, as printf's `%8s`.
    func indented(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - unicodeScalars.count)) + self
    }
}
