/// The accounts of this system, from passwd(5) and group(5) and nowhere else: a name service may be as dead as the
/// node.
public struct AccountTable: Sendable, Equatable {
    public private(set) var users: [String: UInt32] = [:]
    public private(set) var groups: [String: UInt32] = [:]
    /// The first name of each user's number.
    public private(set) var userNames: [UInt32: String] = [:]

    /// More than these are not kept.
    private static let accountsMax = 20_000

    /// - Parameters:
    ///   - passwd: what stands in `/etc/passwd`; lines that are none of passwd(5) are left out.
    ///   - group: what stands in `/etc/group`.
    public init(passwd: [UInt8], group: [UInt8]) {
        for (name, number) in Self.entries(passwd) where users[name] == nil {
            users[name] = number
            if userNames[number] == nil { userNames[number] = name }
        }
        for (name, number) in Self.entries(group) where groups[name] == nil { groups[name] = number }
    }

    /// Name and number: the first and the third field of both.
    private static func entries(_ bytes: [UInt8]) -> [(String, UInt32)] {
        bytes.split(separator: UInt8(ascii: "\n")).prefix(accountsMax).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
            guard fields.count > 2, let name = String(validating: fields[0], as: UTF8.self), !name.isEmpty,
                let number = UInt32(String(decoding: fields[2], as: UTF8.self))
            else { return nil }
            return (name, number)
        }
    }
}
