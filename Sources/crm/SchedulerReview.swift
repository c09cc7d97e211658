import CibXML
import ClusterModel
import Glibc
import Scheduler

/// What the scheduler says of a CIB that follows the grammar.
enum SchedulerReview {
    /// What it ignores or replaces is a mistake; a feature that it does not know yet is none of the configuration.
    static func findings(_ document: CIBDocument) -> [Diagnostic] {
        do throws(Refusal) {
            let schedule = try Schedule(document.cib, at: time(nil), digest: MD5.hex)
            // As 2.1.5, which takes a circle of orders for no error of the configuration: CIBReview warns of it.
            let circle = schedule.graph.complaint(schedule.conditions, schedule.actions)
            return schedule.complaints.filter { $0 != circle }.compactMap { finding($0, document) }
        } catch {
            let line = document.lines[error.id] ?? 0
            let text = "\(error.id): \(error.feature) cannot be scheduled yet, so crm_simulate refuses this"
            return [Diagnostic(.warning, line: line, column: 1, text: text, advice: error.remedy)]
        }
    }

    private static func finding(_ complaint: Complaint, _ document: CIBDocument) -> Diagnostic? {
        let severity: Diagnostic.Severity
        switch complaint.level {
        case .error: severity = .mistake
        case .warning: severity = .warning
        case .notice: return nil
        }
        let text = (complaint.place.isEmpty ? "" : "\(complaint.place): ") + complaint.text
        return Diagnostic(severity, line: document.lines[complaint.place] ?? 0, column: 1, text: text, advice: "")
    }
}
