import Scheduler
import Wire

/// The Transition Summary, names in the place of numbers.
public struct ChangeReport: Sendable, Equatable {
    public struct Line: Sendable, Equatable {
        /// Nil for a node's.
        public var resource: String?
        /// `Start`, `Fence (reboot)`.
        public var action: String
        /// Nodes, and roles where they tell something: `pm01 -> pm02`.
        public var details: String
        public var origin: String?
        public var destination: String?
        public var reason: String?
        /// Something keeps it from being done.
        public var isBlocked = false
    }

    public var lines: [Line]

    public init(_ schedule: Schedule) {
        lines = schedule.actions.changes.compactMap { change in
            switch change {
            case .node(let action, let node, let reason?):
                let name = schedule.conditions.nodes[node].name
                return Line(action: action, details: name, origin: name, reason: reason)
            case .node(_, _, reason: nil): return nil
            case .resource(let change): return Self.line(change, schedule.conditions)
            }
        }
    }

    private static func line(_ change: ResourceChange, _ conditions: ClusterConditions) -> Line {
        let origin = change.from.map { conditions.nodes[$0].name }
        let destination = change.to.map { conditions.nodes[$0].name }
        return Line(
            resource: conditions.resources[change.resource].id, action: change.verb.rawValue,
            details: details(change, origin, destination), origin: origin, destination: destination,
            reason: change.reason, isBlocked: change.isBlocked)
    }

    /// Roles are said only where they change in one place, or with the place.
    private static func details(_ change: ResourceChange, _ origin: String?, _ destination: String?) -> String {
        guard let origin else { return destination ?? "" }
        guard let destination else { return origin }
        let staysSame = change.role == change.nextRole
        switch (staysSame, origin == destination) {
        case (true, true): return origin
        case (true, false): return "\(origin) -> \(destination)"
        case (false, true): return "\(change.role.text) -> \(change.nextRole.text) \(origin)"
        case (false, false): return "\(change.role.text) \(origin) -> \(change.nextRole.text) \(destination)"
        }
    }

    // MARK: Text

    /// Two columns, both as wide as the widest entry needs.
    public func write(to outline: inout Outline) {
        let (names, details) = widths
        outline.begin("Transition Summary")
        for line in lines { outline.item(text(line, names, details)) }
        outline.end()
    }

    /// As 2.1.5 has it: a name that is too long makes the column two wider than itself.
    private var widths: (names: Int, details: Int) {
        var (names, details) = (5, 5)
        for line in lines {
            guard let resource = line.resource else { continue }
            if resource.unicodeScalars.count > names { names = resource.unicodeScalars.count + 2 }
            details = max(details, line.details.unicodeScalars.count)
        }
        return (names, details)
    }

    private func text(_ line: Line, _ names: Int, _ details: Int) -> String {
        guard let resource = line.resource else { return "\(line.action) \(line.details) '\(line.reason ?? "")'" }
        let why =
            switch (line.reason, line.isBlocked) {
            case (let reason?, true): "  due to \(reason) (blocked)"
            case (let reason?, false): "  due to \(reason)"
            case (nil, true): "  blocked"
            case (nil, false): ""
            }
        let columns = "\(line.action.padded(to: 8))   \(resource.padded(to: names))"
        return "\(columns)   ( \(line.details.indented(to: details)) )\(why)"
    }

    // MARK: JSON

    /// Of each line: `action`, `resource` or `node`, `from`, `to`, `reason`, `blocked`.
    public var json: [JSONLine] {
        lines.map { line in
            var json = JSONLine()
            json.add("action", line.action)
            if let resource = line.resource {
                json.add("resource", resource)
                json.add("from", line.origin)
                json.add("to", line.destination)
            } else {
                json.add("node", line.origin)
            }
            json.add("reason", line.reason)
            json.add("blocked", line.isBlocked)
            return json
        }
    }
}
