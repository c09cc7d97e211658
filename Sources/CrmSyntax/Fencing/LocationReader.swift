import ClusterModel

/// The `location` statements that keep devices, or groups of them, off nodes.
struct LocationReader {
    /// More bans than this for one resource are a mistake, which bounds memory.
    static let bansMax = 64

    struct Bans {
        fileprivate var byResource: [String: [DeviceConfiguration.Ban]] = [:]

        func of(_ device: DeviceConfiguration) -> [DeviceConfiguration.Ban] {
            let ofGroup = device.group.flatMap { byResource[$0] } ?? []
            return byResource[device.id].map { $0 + ofGroup } ?? ofGroup
        }
    }

    /// Every node there is.
    let nodes: [NodeName]
    /// Every id that is declared.
    let places: [String: Int]
    let groups: GroupTable

    func bans(_ statements: [Statement], _ devices: DeviceTable, into report: inout Report) -> Bans {
        var bans = Bans()
        for statement in statements {
            let (resources, rest) = Self.resources(statement.words.dropFirst(2))
            if resources.isEmpty, statement.words.count > 1, !statement.isBroken {
                report.add(
                    .mistake, statement, at: 0, "a location without a resource",
                    advice: "write location ID RESOURCE rule -INFINITY: #uname eq NODE")
            }
            for word in resources { warnOfUnknown(word, statement, devices, into: &report) }
            let own = resources.filter { devices.has($0.text) || groups.members[$0.text] != nil }
            guard let first = own.first, !statement.isBroken else { continue }
            let found = read(statement, rest, first, into: &report)
            for word in own { add(found, to: word, statement, &bans, into: &report) }
        }
        return bans
    }

    /// One resource, or a set of them in braces, and the words behind.
    private static func resources(_ words: ArraySlice<Word>) -> ([Word], ArraySlice<Word>) {
        guard words.first?.text == "{" else { return (Array(words.prefix(1)), words.dropFirst()) }
        let inside = words.dropFirst().prefix { $0.text != "}" }
        return (inside.filter { $0.name == nil }, words.dropFirst(inside.count + 2))
    }

    private func warnOfUnknown(
        _ word: Word, _ statement: Statement, _ devices: DeviceTable, into report: inout Report
    ) {
        let isName = NameByte.areAll(word.text) || word.name != nil
        guard isName, places[word.text] == nil, !devices.leftOut.contains(word.text) else { return }
        let near = NearestName.of(word.text, among: devices.ids + groups.members.keys.sorted())
        report.add(
            .warning, statement, word, "there is no resource \(word.text.prefix(40))",
            advice: near.map { "did you mean \($0)?" } ?? "declare it, or remove this location")
    }

    private func add(
        _ found: [DeviceConfiguration.Ban], to word: Word, _ statement: Statement, _ bans: inout Bans,
        into report: inout Report
    ) {
        let (old, id) = (bans.byResource[word.text] ?? [], word.text)
        let new = found.filter { !old.contains($0) }
        guard !new.isEmpty else { return }
        guard old.count + new.count <= Self.bansMax else {
            report.add(
                .mistake, statement, word, "more than \(Self.bansMax) bans for \(id)",
                advice: "say where it may run instead: rule -INFINITY: #uname ne NODE")
            return
        }
        bans.byResource[id] = old + new
    }

    private func read(
        _ statement: Statement, _ words: ArraySlice<Word>, _ resource: Word, into report: inout Report
    ) -> [DeviceConfiguration.Ban] {
        let words = words.drop { $0.name != nil }
        guard let first = words.first else {
            report.add(
                .mistake, statement, resource, "a location without a score",
                advice: "write for example location l1 \(resource.text) rule -INFINITY: #uname eq pm01")
            return []
        }
        guard first.isKeyword("rule") else { return preference(statement, words, into: &report) }
        var bans: [DeviceConfiguration.Ban] = []
        var rest = words
        while let keyword = rest.popFirst() {
            let rule = rest.prefix { !$0.isKeyword("rule") }
            rest = rest.dropFirst(rule.count)
            bans += read(rule: rule, of: keyword, statement, into: &report)
        }
        return bans
    }

    /// `SCORE: NODE`
    private func preference(
        _ statement: Statement, _ words: ArraySlice<Word>, into report: inout Report
    ) -> [DeviceConfiguration.Ban] {
        guard let word = words.first, let forbids = score(word, statement, into: &report), forbids else { return [] }
        guard let second = words.dropFirst().first, let node = NodeName(second.text) else {
            report.add(
                .mistake, statement, words.dropFirst().first ?? word, "no node name behind the score",
                advice: "write \(word.text) NODE")
            return []
        }
        return [.on(node)]
    }

    /// `[$id=…] [$role=…] SCORE: EXPRESSION`
    private func read(
        rule words: ArraySlice<Word>, of keyword: Word, _ statement: Statement, into report: inout Report
    ) -> [DeviceConfiguration.Ban] {
        let words = words.drop { $0.name != nil }
        guard let word = words.first else {
            report.add(
                .warning, statement, keyword, "this rule stands elsewhere: it is left out",
                advice: "write the rule here")
            return []
        }
        guard let forbids = score(word, statement, into: &report), forbids else { return [] }
        let expression = words.dropFirst()
        guard let rule = LocationRule(expression) else {
            guard LocationRule.isWhole(expression) else {
                report.add(
                    .mistake, statement, expression.last ?? word, "this rule ends in the middle of a comparison",
                    advice: "write \(word.text) #uname eq NODE")
                return []
            }
            report.add(
                .warning, statement, word, "stonithd cannot evaluate this rule alone: it is left out",
                advice: "compare #uname with eq or ne, and join comparisons with only and, or only or")
            return []
        }
        return rule.bans(among: nodes)
    }

    /// Whether the score forbids; nil, with a mistake, for no score.
    private func score(_ word: Word, _ statement: Statement, into report: inout Report) -> Bool? {
        if word.text.hasSuffix(":") {
            let text = String(word.text.dropLast())
            if let forbids = ScalarSyntax.forbids(text) { return forbids }
            // crmsh takes a name for an attribute that holds the score.
            if NameByte.areAll(text), NearestName.of(text, among: ["-inf", "-infinity"]) == nil { return false }
        }
        report.add(
            .mistake, statement, word, "“\(word.text.prefix(40))” is no score",
            advice: "write -INFINITY: with a colon, and a blank behind it")
        return nil
    }
}
