import ClusterModel

/// Gathers diagnostics, with their places and excerpts, up to a limit.
struct Report {
    static let countMax = 100

    private let source: SourceText
    private var kept: [Diagnostic] = []
    private var mistakesLeftOut = 0
    private var warningsLeftOut = 0
    /// What must not be shown of the statement that begins in this line, the last that was asked for.
    private var secrets: (line: Int, ranges: [Range<Int>]) = (-1, [])

    init(_ source: SourceText) { self.source = source }

    /// The advice is worked out only for what is kept.
    mutating func add(
        _ severity: Diagnostic.Severity, _ statement: Statement, at offset: Int, _ text: @autoclosure () -> String,
        advice: @autoclosure () -> String
    ) {
        add(severity, statement, at: statement.line.place(offset), text(), advice: advice())
    }

    mutating func add(
        _ severity: Diagnostic.Severity, _ statement: Statement, at place: SourceText.Place,
        _ text: @autoclosure () -> String, advice: @autoclosure () -> String
    ) {
        guard hasRoom(severity) else { return }
        var diagnostic = Diagnostic(
            severity, line: place.line + 1, column: source.column(place), text: Excerpt.printable(text()),
            advice: Excerpt.printable(advice()))
        Excerpt(source.line(place.line), at: place.byte, hiding: hidden(statement, place.line)).put(into: &diagnostic)
        kept.append(diagnostic)
    }

    mutating func add(
        _ severity: Diagnostic.Severity, _ statement: Statement, _ word: Word, _ text: @autoclosure () -> String,
        advice: @autoclosure () -> String
    ) {
        add(severity, statement, at: word.range.lowerBound, text(), advice: advice())
    }

    /// For what is wrong with a line or the file as such.
    mutating func add(_ diagnostic: Diagnostic) {
        if hasRoom(diagnostic.severity) { kept.append(diagnostic) }
    }

    var hasMistakes: Bool { mistakesLeftOut > 0 || kept.contains { $0.severity == .mistake } }

    private mutating func hasRoom(_ severity: Diagnostic.Severity) -> Bool {
        if kept.count < Self.countMax { return true }
        switch severity {
        case .mistake: mistakesLeftOut += 1
        case .warning: warningsLeftOut += 1
        }
        return false
    }

    private mutating func hidden(_ statement: Statement, _ line: Int) -> [Range<Int>] {
        let first = statement.line.place(0).line
        if secrets.line != first { secrets = (first, statement.hidden) }
        return secrets.ranges.compactMap { statement.line.part(of: $0, inLine: line) }
    }

    /// In the order of the file; the last one says how many more there are.
    func diagnostics() -> [Diagnostic] {
        let sorted = kept.enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
        }.map(\.element)
        guard mistakesLeftOut + warningsLeftOut > 0 else { return sorted }
        let more = Diagnostic(
            mistakesLeftOut > 0 ? .mistake : .warning, line: 0, column: 0,
            text: "\(mistakesLeftOut) more mistakes and \(warningsLeftOut) more warnings are not shown",
            advice: "correct these first")
        return sorted + [more]
    }
}
