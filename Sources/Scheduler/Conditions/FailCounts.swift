/// Failures that are counted on a node, from its attributes `fail-count-RESOURCE#OPERATION_INTERVAL` and
/// `last-failure-…`; 2.1.5 takes the name for a pattern, here its dots are dots.
struct FailCounts: Sendable {
    struct Count: Sendable {
        var failures: Int32 = 0
        /// Seconds since 1970; 0 where it is not known.
        var last = 0
    }

    /// By the name in the attribute, an instance number included.
    private var exact: [String: Count] = [:]
    /// By the name without its instance number.
    private var stripped: [String: Count] = [:]

    init(_ attributes: NameTable, byResource: Bool) {
        for pair in attributes.pairs {
            if let name = Self.resource(pair.name, after: "fail-count-", byResource) {
                add(name) { $0.failures = NodeScores.sum($0.failures, ValueText.score(pair.value)) }
            } else if let name = Self.resource(pair.name, after: "last-failure-", byResource) {
                add(name) { $0.last = max($0.last, ValueText.number(pair.value) ?? 0) }
            }
        }
    }

    /// Without instance numbers, in the order of their bytes.
    var names: [String] { stripped.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

    func count(of name: String, anyInstance: Bool) -> Count {
        (anyInstance ? stripped[InstanceName.base(name)] : exact[name]) ?? Count()
    }

    private mutating func add(_ name: String, _ change: (inout Count) -> Void) {
        change(&exact[name, default: Count()])
        change(&stripped[InstanceName.base(name), default: Count()])
    }

    private static func resource(_ attribute: String, after prefix: String, _ byResource: Bool) -> String? {
        guard attribute.hasPrefix(prefix) else { return nil }
        let rest = attribute.dropFirst(prefix.count)
        guard let mark = rest.firstIndex(of: "#") else { return byResource ? String(rest) : nil }
        let interval = rest.utf8.reversed().prefix { (48...57).contains($0) }.count
        let operation = rest[mark...].dropFirst().dropLast(interval)
        guard !byResource, interval > 0, operation.last == "_", operation.count > 1 else { return nil }
        return String(rest[..<mark])
    }
}

/// Names with the number of an instance: `web:3`.
enum InstanceName {
    /// Without it.
    static func base(_ name: String) -> String {
        let digits = name.utf8.reversed().prefix { (48...57).contains($0) }.count
        let end = name.utf8.index(name.utf8.endIndex, offsetBy: -digits)
        guard digits > 0, end > name.utf8.startIndex else { return name }
        let colon = name.utf8.index(before: end)
        guard name.utf8[colon] == UInt8(ascii: ":"), colon > name.utf8.startIndex else { return name }
        return String(name[..<colon])
    }
}
