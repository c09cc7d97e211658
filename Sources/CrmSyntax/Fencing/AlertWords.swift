import ClusterModel

/// The words of one `alert` behind its path.
struct AlertWords {
    /// What `attributes` and `meta` set, of an alert or of one recipient.
    private struct Settings {
        var attributes: [Parameter] = []
        var timeoutMilliseconds = AlertConfiguration.timeoutMillisecondsDefault
        var timestampFormat = AlertConfiguration.timestampFormatDefault
        var isEnabled = true
    }

    private static let sections = ["attributes", "meta"]
    private static let keywords = ["attributes", "meta", "select", "to"]

    private let statement: Statement
    private var words: ArraySlice<Word>
    private var isGood = true

    init(_ statement: Statement, _ words: ArraySlice<Word>) {
        self.statement = statement
        self.words = words
    }

    /// Nil with a mistake.
    mutating func alert(
        id: String, path: String, into report: inout Report
    ) -> (configuration: AlertConfiguration, isEnabled: Bool)? {
        var kinds = Set(AlertConfiguration.Kind.allCases)
        var common = Settings()
        var recipients: [(value: String, own: [Word])] = []
        skipDescription()
        while isGood, let word = words.first {
            switch word.text {
            case "attributes", "meta": takeSettings(&common, into: &report)
            case "select": kinds = takeSelection(id, into: &report)
            case "to": takeRecipient(&recipients, into: &report)
            default: refuse(word, into: &report)
            }
        }
        // What stands behind a recipient counts for all of them where it is the alert's own.
        let read = recipients.map { recipient($0.value, $0.own, common, into: &report) }
        guard isGood else { return nil }
        let all = read.isEmpty ? [Self.recipient("", common)] : read.compactMap(\.self)
        let alert = AlertConfiguration(id: id, path: path, kinds: kinds, recipients: all)
        return (alert, common.isEnabled && !all.isEmpty)
    }

    private mutating func skipDescription() {
        if words.first?.name == "description" { words = words.dropFirst() }
    }

    private mutating func fail(
        _ word: Word, _ text: @autoclosure () -> String, advice: @autoclosure () -> String, into report: inout Report
    ) {
        isGood = false
        if !statement.isBroken { report.add(.mistake, statement, word, text(), advice: advice()) }
    }

    private mutating func refuse(_ word: Word, into report: inout Report) {
        let near = NearestName.of(word.text, among: Self.keywords)
        fail(
            word, word.name == nil ? "“\(word.text.prefix(40))” does not belong here" : "a value without a section",
            advice: near.map { "did you mean \($0)?" } ?? "attributes, meta, select or to come here", into: &report)
    }

    // MARK: Recipients

    /// The words of one, to be read once those of the alert are known.
    private mutating func takeRecipient(
        _ recipients: inout [(value: String, own: [Word])], into report: inout Report
    ) {
        guard let keyword = words.popFirst() else { return }
        let isBraced = words.first?.text == "{"
        if isBraced { words = words.dropFirst() }
        guard let value = words.popFirst(), value.text != "}" else {
            return fail(keyword, "no recipient behind to", advice: "write to RECIPIENT", into: &report)
        }
        skipDescription()
        let ends = isBraced ? ["}"] : ["to", "select"]
        let own = words.prefix { !ends.contains($0.text) }
        words = words.dropFirst(own.count)
        if isBraced, words.popFirst() == nil {
            return fail(
                value, "the brace before this recipient is never closed", advice: "put a } behind it, between blanks",
                into: &report)
        }
        recipients.append((value.text, Array(own)))
    }

    /// Nil where it is switched off.
    private mutating func recipient(
        _ value: String, _ own: [Word], _ common: Settings, into report: inout Report
    ) -> AlertConfiguration.Recipient? {
        var settings = common
        var inner = AlertWords(statement, own[...])
        while inner.isGood, let word = inner.words.first {
            if Self.sections.contains(word.text) {
                inner.takeSettings(&settings, into: &report)
            } else {
                inner.refuse(word, into: &report)
            }
        }
        if !inner.isGood { isGood = false }
        return settings.isEnabled ? Self.recipient(value, settings) : nil
    }

    private static func recipient(_ value: String, _ settings: Settings) -> AlertConfiguration.Recipient {
        AlertConfiguration.Recipient(
            value: value, attributes: settings.attributes, timeoutMilliseconds: settings.timeoutMilliseconds,
            timestampFormat: settings.timestampFormat)
    }

    // MARK: Attributes, meta and select

    private mutating func takeSettings(_ settings: inout Settings, into report: inout Report) {
        guard let section = words.popFirst() else { return }
        while let word = words.first, !Self.keywords.contains(word.text) {
            words = words.dropFirst()
            guard let name = word.name.map(String.init), !name.isEmpty else {
                return fail(
                    word, "“\(word.text.prefix(40))” has no value", advice: "write name=value without blanks",
                    into: &report)
            }
            if name.hasPrefix("$") { continue }
            if section.text == "meta" {
                takeMeta(name, word, &settings, into: &report)
            } else {
                takeAttribute(name, word, &settings, into: &report)
            }
        }
    }

    private mutating func takeAttribute(
        _ name: String, _ word: Word, _ settings: inout Settings, into report: inout Report
    ) {
        guard Self.isVariable(name), !name.hasPrefix("CRM_alert_") else {
            report.add(
                .warning, statement, word, "\(name.prefix(40)) is no name for a variable of an alert's own",
                advice: "use letters, digits and _ only, and not CRM_alert_ in front")
            return
        }
        if Parameter.isSecret(name), !word.value.isEmpty, !DeviceParameter.isReference(word.value) {
            report.add(
                .warning, statement, word, "\(name.prefix(40)) stands here for everybody who can read this file",
                advice: "put it into a file of mode 0600 and write \(name.prefix(40))=\"file:/etc/stonith/…\"")
        }
        settings.attributes.removeAll { $0.name == name }
        settings.attributes.append(Parameter(name: name, value: Secret(word.value)))
    }

    private static func isVariable(_ name: String) -> Bool {
        name.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
            && name.utf8.count <= 255
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
            }
    }

    private mutating func takeMeta(
        _ name: String, _ word: Word, _ settings: inout Settings, into report: inout Report
    ) {
        switch name {
        case "timeout":
            guard let time = ScalarSyntax.milliseconds(word.value), time > 0 else {
                return fail(
                    word, "timeout is no time above 0", advice: "write for example timeout=\"30s\"", into: &report)
            }
            settings.timeoutMilliseconds = time
        case "timestamp-format": settings.timestampFormat = String(word.value.prefix(255))
        case "enabled": settings.isEnabled = !["false", "no", "off", "n", "0"].contains(word.value.lowercased())
        default:
            report.add(
                .warning, statement, word, "alerts have no meta attribute \(name.prefix(40))",
                advice: "timeout, timestamp-format and enabled are known")
        }
    }

    /// `select [nodes] [fencing] [resources] [attributes { NAME … }]`
    private mutating func takeSelection(_ id: String, into report: inout Report) -> Set<AlertConfiguration.Kind> {
        var kinds: Set<AlertConfiguration.Kind> = []
        guard let keyword = words.popFirst() else { return kinds }
        scan: while let word = words.first {
            switch word.text {
            case "nodes": kinds.insert(.node)
            case "fencing": kinds.insert(.fencing)
            case "resources": break
            case "attributes" where words.dropFirst().first?.text == "{":
                let inside = words.prefix { $0.text != "}" }
                words = words.dropFirst(inside.count)
                guard !words.isEmpty else {
                    fail(word, "this brace is never closed", advice: "put a } behind the names", into: &report)
                    return kinds
                }
            default: break scan
            }
            words = words.dropFirst()
        }
        if kinds.isEmpty, isGood {
            report.add(
                .warning, statement, keyword, "stonithd will tell \(id) nothing: it knows of fencing and nodes only",
                advice: "add fencing")
        }
        return kinds
    }
}
