import ClusterModel

/// The statements of a source, in its order, without comments.
struct StatementList {
    private(set) var statements: [Statement] = []

    /// - Parameter countMax: what is behind so many is not read, and is a mistake.
    init(_ source: SourceText, countMax: Int, into report: inout Report) {
        var next = 0
        while next < source.lineCount {
            let first = next
            let line = LogicalLine(source, next: &next)
            let flaws = (first..<next).compactMap(source.flaw(ofLine:))
            for flaw in flaws { report.add(flaw) }
            if !flaws.isEmpty { continue }
            Self.warnOfLongComment(line, first, &report)
            guard let statement = Statement(line, into: &report) else { continue }
            guard statements.count < countMax else {
                report.add(.mistake, statement, at: 0, "more than \(countMax) statements", advice: "")
                return
            }
            for place in line.yenSigns { Self.refuseYenSign(statement, place, &report) }
            statements.append(statement)
        }
    }

    private static func refuseYenSign(_ statement: Statement, _ place: SourceText.Place, _ report: inout Report) {
        report.add(
            .mistake, statement, at: place, "a yen sign at the end of a line is no backslash",
            advice: "replace it by a backslash (U+005C): some Japanese fonts and slides show one for the other")
    }

    private static func warnOfLongComment(_ line: LogicalLine, _ number: Int, _ report: inout Report) {
        guard line.isComment, line.lineCount > 1 else { return }
        report.add(
            Diagnostic(
                .warning, line: number + 1, column: 1,
                text: "this comment ends in a backslash, so the next line belongs to it", advice: "remove the backslash"
            ))
    }
}
