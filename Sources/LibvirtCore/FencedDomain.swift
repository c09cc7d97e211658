import DeviceParameters

/// A node, and the domain that it is on the hypervisor.
public struct FencedDomain: Equatable, Sendable {
    /// In lower case.
    public var node: String
    /// A name, or a UUID. Never the number that libvirt gives to a running domain: it is another one after each start.
    public var domain: String

    public init(node: String, domain: String) {
        self.node = node
        self.domain = domain
    }

    /// From a word of `hostlist`: `node`, or `node:domain`.
    init(_ word: some StringProtocol) throws(ParameterMistake) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let last = parts.last, !first.isEmpty, !last.isEmpty else {
            throw .bad("hostlist", String(word), "words of the form NODE or NODE:DOMAIN")
        }
        self.init(node: first.lowercased(), domain: String(last))
    }

    /// A UUID may be written in capitals, and names that differ by them only are two.
    func isSameDomain(as other: FencedDomain) -> Bool {
        isUUID ? domain.lowercased() == other.domain.lowercased() : domain == other.domain
    }

    /// Whether the domain is given by UUID: 32 hexadecimal digits in five groups.
    public var isUUID: Bool {
        let groups = domain.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
