import ClusterModel

/// The `alert` statements: programs that are told what happens, as crmsh 4.4 reads them (parse.py, `parse_alert`).
struct AlertReader {
    static let alertsMax = 32
    private static let recipientsMax = 64
    private static let attributesMax = 64

    private(set) var alerts: [AlertConfiguration] = []

    /// `alert ID PATH [attributes …] [meta …] [select …] [to [{] RECIPIENT [attributes …] [meta …] [}]] …`
    mutating func read(_ statement: Statement, id: String, into report: inout Report) {
        guard statement.words.count > 2 else {
            if !statement.isBroken {
                report.add(
                    .mistake, statement, statement.words[1], "the alert \(id) has no program",
                    advice: "write alert \(id) /PATH/OF/PROGRAM")
            }
            return
        }
        let word = statement.words[2]
        guard word.text.hasPrefix("/"), word.text.utf8.count <= 4095 else {
            report.add(
                .mistake, statement, word, "the program of an alert has no path from / on",
                advice: "write alert \(id) /PATH/OF/PROGRAM")
            return
        }
        var run = AlertWords(statement, statement.words.dropFirst(3))
        guard let alert = run.alert(id: id, path: word.text, into: &report), alert.isEnabled else { return }
        guard alerts.count < Self.alertsMax else {
            report.add(
                .mistake, statement, at: 0, "more than \(Self.alertsMax) alerts",
                advice: "let one program pass on what it hears")
            return
        }
        bound(alert.configuration, statement, into: &report)
        alerts.append(alert.configuration)
    }

    private func bound(_ alert: AlertConfiguration, _ statement: Statement, into report: inout Report) {
        if alert.recipients.count > Self.recipientsMax {
            report.add(
                .mistake, statement, statement.words[1], "more than \(Self.recipientsMax) recipients",
                advice: "let the program pass it on")
        }
        if alert.recipients.contains(where: { $0.attributes.count > Self.attributesMax }) {
            report.add(
                .mistake, statement, statement.words[1], "more than \(Self.attributesMax) attributes",
                advice: "put them into a file that the program reads")
        }
    }
}
