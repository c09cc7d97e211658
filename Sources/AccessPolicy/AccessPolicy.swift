import ClusterModel

/// Who may ask `stonithd` for what. Names are looked up when it is made, never while a request waits.
public struct AccessPolicy: Sendable, Equatable {
    /// Who has every right where there is no policy file.
    public static let defaultGroup = "haclient"

    private var users: [UInt32: Set<Right>] = [:]
    private var groups: [UInt32: Set<Right>] = [:]
    private var other: Set<Right> = []
    private var names: [UInt32: String] = [:]
    /// The policy's file; nil for the default policy.
    public let file: String?

    /// The default: root, the daemon's own user and group haclient have every right, others may read.
    ///
    /// - Parameter ownUser: who the daemon runs as.
    public init(ownUser: UInt32, _ accounts: AccountTable) {
        file = nil
        names = accounts.userNames
        if let group = accounts.groups[Self.defaultGroup] { groups[group] = .act }
        other = [.read]
        addOwners(ownUser)
    }

    /// - Parameters:
    ///   - file: where the rules stand, for messages.
    ///   - remarks: gets what names nobody here.
    public init(
        _ rules: [PolicyRule], file: String, ownUser: UInt32, _ accounts: AccountTable,
        remarks: inout [Diagnostic]
    ) {
        self.file = file
        names = accounts.userNames
        for rule in rules {
            switch rule.subject {
            case .user(let account):
                guard let number = Self.number(account, accounts.users, rule, "user", &remarks) else { continue }
                users[number, default: []].formUnion(rule.rights)
            case .group(let account):
                guard let number = Self.number(account, accounts.groups, rule, "group", &remarks) else { continue }
                groups[number, default: []].formUnion(rule.rights)
            case .other: other = rule.rights
            }
        }
        addOwners(ownUser)
    }

    /// Nobody locks root or the daemon itself out by leaving them out.
    private mutating func addOwners(_ ownUser: UInt32) {
        for uid in [0, ownUser] where users[uid] == nil { users[uid] = .act }
    }

    /// A rule for nobody gives no right, so it does little harm; one that was to keep somebody out does.
    private static func number(
        _ account: PolicyRule.Account, _ known: [String: UInt32], _ rule: PolicyRule, _ kind: String,
        _ remarks: inout [Diagnostic]
    ) -> UInt32? {
        guard case .name(let name) = account else {
            if case .number(let number) = account { return number }
            return nil
        }
        if let number = known[name] { return number }
        let file = kind == "user" ? "/etc/passwd" : "/etc/group"
        remarks.append(
            Diagnostic(
                rule.rights.isEmpty ? .mistake : .warning, line: rule.line, column: rule.column,
                text: "there is no \(kind) \(PolicyLine.shown(name)) in \(file), so this line is about nobody",
                advice: "correct the name, or, for one of a directory service, write its number"))
        return nil
    }

    /// The union of what the user's line and those of the groups give; what `other` gives where none of these is.
    ///
    /// - Parameter gids: of the process at the socket's other end, its supplementary groups included.
    public func rights(uid: UInt32, gids: some Sequence<UInt32>) -> Set<Right> {
        let lines = [users[uid]] + gids.map { groups[$0] }
        let found = lines.compactMap(\.self)
        return found.isEmpty ? other : found.reduce([]) { $0.union($1) }
    }

    /// For the record: a name where passwd(5) had one.
    public func name(uid: UInt32) -> String { names[uid] ?? "uid \(uid)" }

    /// Why somebody without that right may not do what they asked for.
    public func refusal(of right: Right, uid: UInt32) -> String {
        let who = "you are \(name(uid: uid))"
        guard let file else {
            return "this takes the right \(right.rawValue), which only root and members of group \(Self.defaultGroup) "
                + "have while there is no policy file (stonith-policy(5)); \(who)"
        }
        return "this takes the right \(right.rawValue), which \(file) does not give you; \(who)"
    }
}
