/// `RESOURCE_TASK_INTERVAL@NODE=CODE`, as `crm_simulate -i` and `-F` take it: an operation and how it ends.
public struct OperationSpecification: Equatable, Sendable {
    public var resource: String
    public var task: String
    public var intervalMilliseconds: Int
    public var node: String
    /// An OCF return code.
    public var code: Int

    /// As it was written.
    public var text: String

    private static let tasks = [
        "start", "stop", "monitor", "promote", "demote", "notify", "migrate_to", "migrate_from",
    ]

    public init(_ text: String) throws(InjectionError) {
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")),
            let sign = text.utf8[at...].lastIndex(of: UInt8(ascii: "="))
        else { throw .malformed(text, "it must read RESOURCE_TASK_INTERVAL@NODE=CODE") }
        self.text = text
        (resource, task, intervalMilliseconds) = try Self.operation(String(text.utf8[..<at]) ?? "", in: text)
        node = String(text.utf8[text.utf8.index(after: at)..<sign]) ?? ""
        guard !node.isEmpty else { throw .malformed(text, "the node is missing") }
        guard let code = Int(text[text.utf8.index(after: sign)...]), (0...255).contains(code) else {
            throw .malformed(text, "the return code must be a number from 0 to 255")
        }
        self.code = code
    }

    /// From the right: ids may hold underscores, and so may tasks.
    private static func operation(_ key: String, in text: String) throws(InjectionError) -> (String, String, Int) {
        let parts = key.split(separator: "_", omittingEmptySubsequences: false)
        guard let last = parts.last, let interval = Int(last), interval >= 0 else {
            throw .malformed(text, "the interval in milliseconds is missing before @")
        }
        let name = parts.dropLast().joined(separator: "_")
        guard let task = tasks.first(where: { name.hasSuffix("_\($0)") }), name.utf8.count > task.utf8.count + 1 else {
            throw .malformed(text, "the task must be one of \(tasks.joined(separator: ", "))")
        }
        return (String(name.dropLast(task.count + 1)), task, interval)
    }

    /// `vip_monitor_10000`.
    public var key: String { "\(resource)_\(task)_\(intervalMilliseconds)" }
}
