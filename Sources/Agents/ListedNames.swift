/// The names that a device lists, and which of them is meant by one that may be spelt in another case.
public struct ListedNames: Sendable {
    private let names: Set<String>
    private let spellings: [String: Set<String>]

    public init(_ names: [String]) {
        self.names = Set(names)
        spellings = Dictionary(grouping: names) { $0.lowercased() }.mapValues(Set.init)
    }

    /// As the device spells it: the very same where it has that, or else the only other spelling. Of two others nobody
    /// knows which one is meant, and they may be two machines.
    public func name(of wanted: String) -> String? {
        if names.contains(wanted) { return wanted }
        let others = spellings[wanted.lowercased()] ?? []
        return others.count == 1 ? others.first : nil
    }
}
