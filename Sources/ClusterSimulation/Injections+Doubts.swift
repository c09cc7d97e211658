import ClusterModel
import Scheduler

extension Injections {
    /// What is allowed and probably not meant: results of recurring operations that are not configured.
    ///
    /// - Returns: a line each.
    public func doubts(about configuration: CIBConfiguration) -> [String] {
        operations.compactMap { operation in
            guard operation.intervalMilliseconds > 0,
                let resource = try? StatusEditor.primitive(operation.resource, configuration)
            else { return nil }
            let same = resource.operations.filter { $0.name == operation.task }
            let intervals = same.compactMap { $0.attributes["interval"] }
            guard resource.operationsReference == nil,
                !intervals.contains(where: { ValueText.milliseconds($0) == operation.intervalMilliseconds })
            else { return nil }
            let every = "\(resource.id) has no \(operation.task) every \(operation.intervalMilliseconds) ms"
            let known = intervals.filter { ValueText.milliseconds($0) > 0 }
            return known.isEmpty ? every : "\(every), but \(known.joined(separator: ", "))"
        }
    }
}
