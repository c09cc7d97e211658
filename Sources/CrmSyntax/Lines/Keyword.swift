/// The statements of a cluster's configuration, as crmsh 4.4 knows them (parse.py).
enum Keyword {
    /// What `stonithd` reads.
    static let read = [
        "primitive", "group", "location", "property", "fencing_topology", "fencing-topology", "node", "alert",
    ]
    /// What it leaves alone, with an id that may be named elsewhere.
    static let named = [
        "clone", "ms", "master", "bundle", "rsc_template", "colocation", "collocation", "order", "rsc_ticket", "tag",
    ]
    /// What it leaves alone.
    static let other = [
        "rsc_defaults", "op_defaults", "monitor", "user", "role", "acl_target", "acl_group", "xml",
    ]

    static let all = read + named + other

    /// Statements that hold no secret, so that a diagnostic may show their whole line.
    static let harmless: Set<String> = [
        "group", "location", "property", "fencing_topology", "fencing-topology", "node", "clone", "ms", "master",
        "colocation", "collocation", "order", "rsc_ticket", "tag", "rsc_defaults", "op_defaults", "monitor",
    ]

    /// What a line begins with when the one before lacks its backslash.
    static func isContinuation(_ word: Word) -> Bool {
        word.name != nil || Statement.sections.contains(word.text.lowercased())
    }
}
