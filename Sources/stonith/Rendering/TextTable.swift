/// Columns that align, two blanks apart. Nothing wraps, and the last column is not filled up.
struct TextTable {
    struct Cell: ExpressibleByStringInterpolation {
        let text: String
        let colour: Ink.Colour?

        init(_ text: String, _ colour: Ink.Colour? = nil) {
            self.text = Terminal.plain(text)
            self.colour = colour
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    /// One line of cells, and lines that stand below it as they are.
    private struct Row {
        var cells: [Cell]
        var below: [String]
    }

    private let ink: Ink
    private let indent: String
    private var rows: [Row]

    init(_ titles: [String], _ ink: Ink, indent: Int = 0) {
        self.ink = ink
        self.indent = String(repeating: " ", count: indent)
        rows = [Row(cells: titles.map { Cell($0, .bold) }, below: [])]
    }

    mutating func add(_ cells: [Cell], below: [String] = []) {
        rows.append(Row(cells: cells, below: below.map(Terminal.plain)))
    }

    var text: String {
        let count = rows.map(\.cells.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.cells.count ? $0.cells[column].text.count : 0 }.max() ?? 0
        }
        return rows.map { row in
            ([line(row.cells, widths)] + row.below).map { indent + $0 + "\n" }.joined()
        }.joined()
    }

    /// Blanks at the end of a line are of no use to anybody.
    private func line(_ cells: [Cell], _ widths: [Int]) -> String {
        let used = cells.prefix((cells.lastIndex { !$0.text.isEmpty } ?? -1) + 1)
        var line = ""
        for (column, cell) in used.enumerated() {
            line += ink(cell.text, cell.colour)
            if column + 1 < used.count {
                line += String(repeating: " ", count: widths[column] - cell.text.count + 2)
            }
        }
        return line
    }
}
