import ClusterModel
import Control

/// Requests, one a line, the newest last; with their steps below where they are wanted.
struct HistoryTable {
    private let records: [FencingRecord]
    private let showsSteps: Bool
    private let ink: Ink

    init(_ records: [FencingRecord], showsSteps: Bool, _ ink: Ink) {
        self.records = records
        self.showsSteps = showsSteps
        self.ink = ink
    }

    private static let titles = [
        "TIME", "NODE", "ACTION", "OUTCOME", "BY", "EVIDENCE", "TOOK", "ID", "ASKED BY", "REASON",
    ]

    var text: String {
        var table = TextTable(Self.titles, ink)
        for record in records { table.add(Self.cells(record), below: showsSteps ? Self.below(record) : []) }
        return table.text
    }

    private static func cells(_ record: FencingRecord) -> [TextTable.Cell] {
        let evidence = record.verdict.map { $0.confirmation == nil ? $0.evidence.word : "a person" } ?? "-"
        return [
            .init(Moment(unixMilliseconds: record.arrivedUnixMilliseconds).text),
            .init(record.request.target.description), .init(record.request.action.name), outcome(record.verdict),
            .init(by(record.verdict)), .init(evidence == Evidence.none.word ? "-" : evidence),
            .init(record.milliseconds.map { Span($0).description } ?? "-"), .init(record.request.id.description),
            .init(record.request.client.isEmpty ? "-" : record.request.client), .init(record.request.reason),
        ]
    }

    static func outcome(_ verdict: FencingVerdict?) -> TextTable.Cell {
        guard let verdict else { return .init("open", .yellow) }
        let cause = verdict.isSuccess ? "" : verdict.cause.map { " (\($0.rawValue))" } ?? ""
        return .init(verdict.outcome.rawValue + cause, verdict.isSuccess ? .green : .red)
    }

    private static func by(_ verdict: FencingVerdict?) -> String {
        guard let verdict else { return "-" }
        if let confirmation = verdict.confirmation { return confirmation.who }
        return verdict.devices.isEmpty ? "-" : verdict.devices.joined(separator: ",")
    }

    // MARK: Steps

    private static func below(_ record: FencingRecord) -> [String] {
        var lines = record.steps.map(step)
        if let verdict = record.verdict {
            lines += verdict.confirmation.map { [FencingLines.confirmed($0)] } ?? []
            lines += verdict.remarks.map { "remark: \($0)" }
            lines.append(VerdictWording(record).sentence)
        }
        lines += record.console.map { [console($0)] } ?? []
        return lines.map { "    " + $0 }
    }

    private static func console(_ console: FencingRecord.Console) -> String {
        "console: \(console.bytesBefore) bytes before and \(console.bytesDuring) during it, by \(console.device): "
            + "stonith history --console \(console.kept)"
    }

    private static func step(_ step: FencingRecord.Step) -> String {
        "+\(Span(step.startMilliseconds)) level \(step.level): \(FencingLines.began(step)): \(FencingLines.ended(step))"
    }
}
