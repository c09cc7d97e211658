import ClusterModel

/// The digests of a resource's parameters that Pacemaker writes into each record of an operation.
struct RecordDigests {
    private let primitive: ResourceDefinition
    private let node: String
    /// The parameters were different then.
    private let isStale: Bool

    init(_ primitive: ResourceDefinition, node: String, isStale: Bool) {
        self.primitive = primitive
        self.node = node
        self.isStale = isStale
    }

    func sign(_ record: inout OperationRecord) {
        var values = parameters()
        if record.intervalMilliseconds > 0 {
            values["CRM_meta_timeout"] = timeout(record.operation, record.intervalMilliseconds)
        }
        if isStale { values["size"] = "7" }
        record.digest = MD5.hex(Self.text(values))
        guard record.operation == "start", primitive.attributes["type"] == "Stateful" else { return }
        record.restartParameters = " size path "
        record.restartDigest = MD5.hex(Self.text(values.filter { ["size", "path"].contains($0.key) }))
    }

    /// The set with a rule is about node1 and comes first there.
    private func parameters() -> [String: String] {
        var values: [String: String] = [:]
        for set in primitive.parameters.reversed() where set.rule == nil || node == "node1" {
            for pair in set.pairs where values[pair.name] == nil { values[pair.name] = pair.value }
        }
        return values
    }

    private func timeout(_ operation: String, _ interval: Int) -> String {
        let definition = primitive.operations.first {
            $0.name == operation && IntervalText.milliseconds($0.attributes["interval"] ?? "0") == interval
        }
        let text = definition?.attributes["timeout"] ?? "20s"
        return String(IntervalText.milliseconds(text) ?? 20_000)
    }

    /// What is digested: one element, its attributes by name.
    private static func text(_ values: [String: String]) -> String {
        let attributes = values.sorted { $0.key < $1.key }.map { " \($0.key)=\"\(escaped($0.value))\"" }
        return " <parameters\(attributes.joined())/>\n"
    }

    private static func escaped(_ text: String) -> String {
        let names: [(String, String)] = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")]
        return names.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
