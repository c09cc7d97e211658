import CibXML
import ClusterModel
import CrmSyntax
import Glibc
import Scheduler

/// What the scheduler says of a CIB that follows the grammar.
enum SchedulerReview {
    /// What it ignores or replaces is a mistake; a feature that it does not know yet is none of the configuration.
    static func findings(_ document: CIBDocument) -> [Diagnostic] {
        do throws(Refusal) {
            let schedule = try Schedule(document.cib, at: time(nil), digest: MD5.hex)
            return complaints(schedule).compactMap { finding($0, document) }
        } catch {
            let writer = CrmWriter(document.cib.configuration)
            let (refusals, complaints) = refusals(document.cib, error, writer)
            let told = complaints + plainComplaints(document.cib).filter { !complaints.contains($0) }
            return told.compactMap { finding($0, document) }
                + refusals.map { refusal in
                    let name = writer.object(with: refusal.id).name
                    let text = "\(name): \(refusal.feature) cannot be scheduled yet, so crm_simulate refuses this"
                    let line = document.lines[refusal.id] ?? 0
                    return Diagnostic(.warning, line: line, column: 1, text: text, advice: refusal.remedy)
                }
        }
    }

    /// As 2.1.5, which takes a circle of orders for no error of the configuration: CIBReview warns of it.
    private static func complaints(_ schedule: Schedule) -> [Complaint] {
        let circle = schedule.graph.complaint(schedule.conditions, schedule.actions)
        return schedule.complaints.filter { $0 != circle }
    }

    private static let roundsMax = 20

    /// All of them: those that can be seen in the configuration, then those that come up without what was refused so
    /// far; and what is wrong in what is left.
    private static func refusals(
        _ cib: CIB, _ first: Refusal, _ writer: CrmWriter
    ) -> (refusals: [Refusal], complaints: [Complaint]) {
        var found = ConfigurationReview.refusals(cib.configuration)
        var next: Refusal? = first
        for _ in 0..<roundsMax {
            if let new = next, !found.contains(new) { found.append(new) }
            var rest = cib
            let ids = found.map { writer.object(with: $0.id).id }
            rest.configuration = CrmDeletion(ids, of: cib.configuration).configuration
            for set in rest.configuration.properties.indices {
                rest.configuration.properties[set].pairs.removeAll { pair in found.contains { $0.id == pair.name } }
            }
            do throws(Refusal) {
                let schedule = try Schedule(rest, at: time(nil), digest: MD5.hex)
                // Of the whole nothing can be said: the only fence device may be what was refused.
                return (found, complaints(schedule).filter { !$0.place.isEmpty })
            } catch {
                guard !found.contains(error) else { return (found, []) }
                next = error
            }
        }
        return (found, [])
    }

    /// What names no resource is wrong beside a promotable clone as it is beside a plain one.
    private static func plainComplaints(_ cib: CIB) -> [Complaint] {
        var plain = cib
        plain.configuration.resources = cib.configuration.resources.map { resource in
            guard case .clone(let child, _) = resource.kind else { return resource }
            var clone = resource
            clone.kind = .clone(child, isMaster: false)
            for set in clone.meta.indices { clone.meta[set].pairs.removeAll { $0.name == "promotable" } }
            return clone
        }
        guard plain.configuration != cib.configuration else { return [] }
        let other = ConfigurationReview.refusals(plain.configuration).map(\.id)
        plain.configuration = CrmDeletion(other, of: plain.configuration).configuration
        let constraints = Set(plain.configuration.constraints.map(\.id))
        guard let schedule = try? Schedule(plain, at: time(nil), digest: MD5.hex) else { return [] }
        return schedule.complaints.filter { constraints.contains($0.place) }
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
