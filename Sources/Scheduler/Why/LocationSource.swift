import ClusterModel

/// The constraint that a score by location came from, and the rule where it has some.
struct LocationSource {
    var constraint: String
    var rule: Rule?

    /// - Parameter id: of the constraint or of a rule.
    init(_ id: String, _ configuration: CIBConfiguration) {
        constraint = id
        for location in configuration.constraints where location.kind == .location && location.id != id {
            guard let rule = location.rules.first(where: { $0.id == id || $0.reference == id }) else { continue }
            constraint = location.id
            self.rule = rule
            return
        }
    }
}
