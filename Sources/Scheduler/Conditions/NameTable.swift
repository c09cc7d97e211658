/// Names and values, few enough to be searched one by one.
public struct NameTable: Sendable, Equatable {
    public struct Pair: Sendable, Equatable {
        public var name: String
        public var value: String
    }

    public private(set) var pairs: [Pair] = []

    public init() {}

    public subscript(_ name: String) -> String? {
        for pair in pairs where pair.name == name { return pair.value }
        return nil
    }

    /// A name that is there already keeps its value.
    mutating func add(_ name: String, _ value: String) {
        guard self[name] == nil else { return }
        pairs.append(Pair(name: name, value: value))
    }

    mutating func set(_ name: String, _ value: String) {
        remove(name)
        pairs.append(Pair(name: name, value: value))
    }

    mutating func remove(_ name: String) { pairs.removeAll { $0.name == name } }

    mutating func add(_ others: NameTable) {
        for pair in others.pairs { add(pair.name, pair.value) }
    }

    /// By the bytes of the names.
    public var sorted: [Pair] {
        pairs.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
