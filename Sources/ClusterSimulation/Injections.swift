import ClusterModel

/// Changes to make up before a cluster is looked at, in the order in which 2.1.5 makes them.
public struct Injections: Equatable, Sendable {
    /// `have-quorum`: words for true or false.
    public var quorum: String?
    public var watchdog: String?
    public var nodesUp: [String] = []
    public var nodesDown: [String] = []
    public var nodesFailed: [String] = []
    public var operations: [OperationSpecification] = []

    public init() {}

    public var isEmpty: Bool { self == Injections() }

    /// - Parameter now: seconds since 1970, when the operations ended.
    /// - Returns: what was done, for the report.
    public func apply(to cib: inout CIB, at now: Int) throws(InjectionError) -> [Modification] {
        var editor = StatusEditor(cib)
        var done: [Modification] = []
        if let quorum {
            cib.attributes["have-quorum"] = try Self.checked(quorum, "quorum")
            done.append(.quorum(quorum))
        }
        if let watchdog {
            editor.setProperty("have-watchdog", try Self.checked(watchdog, "watchdog"), in: &cib)
            done.append(.watchdog(watchdog))
        }
        for node in nodesUp {
            editor.addNode(node, to: &cib)
            cib.nodeStates[try editor.state(of: node, in: &cib)].setMembership(isMember: true)
            done.append(.nodeUp(node))
        }
        for node in nodesDown {
            editor.leave(try editor.state(of: node, in: &cib), in: &cib)
            done.append(.nodeDown(node))
        }
        for node in nodesFailed {
            let state = try editor.state(of: node, in: &cib)
            cib.nodeStates[state].setMembership(isMember: true)
            cib.nodeStates[state].attributes["in_ccm"] = "false"
            done.append(.nodeFailed(node))
        }
        for operation in operations { done += try Self.inject(operation, into: &cib, &editor, at: now) }
        return done
    }

    private static let words = ["1", "0", "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f"]

    private static func checked(_ text: String, _ option: String) throws(InjectionError) -> String {
        guard words.contains(text.lowercased()) else { throw .noBoolean(option: option, text) }
        return text
    }

    private static func inject(
        _ operation: OperationSpecification, into cib: inout CIB, _ editor: inout StatusEditor, at now: Int
    ) throws(InjectionError) -> [Modification] {
        let resource = try StatusEditor.primitive(operation.resource, cib.configuration)
        let state = try editor.state(of: operation.node, in: &cib)
        let counted = cib.nodeStates[state].countFailure(
            of: resource.id, operation.task, operation.intervalMilliseconds, code: operation.code, at: now)
        let history = editor.history(of: resource, named: resource.id, on: state, in: &cib)
        cib.nodeStates[state].histories[history].record(
            ExecutedOperation(
                task: operation.task, intervalMilliseconds: operation.intervalMilliseconds, code: operation.code,
                expectedCode: 0, reason: "Simulated action result", time: now))
        return [.operation(operation.text)]
            + counted.map { .attribute($0.name, $0.value, node: cib.nodeStates[state].id) }
    }
}
