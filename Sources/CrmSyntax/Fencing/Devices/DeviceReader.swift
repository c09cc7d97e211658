import ClusterModel

/// Makes a device of a `primitive ID stonith:TYPE …`.
struct DeviceReader {
    private let statement: Statement
    private var device: DeviceConfiguration
    private var values: DeviceValues

    static func read(
        _ statement: Statement, id: String, type: DeviceType, into report: inout Report
    ) -> DeviceConfiguration {
        var reader = DeviceReader(statement, DeviceConfiguration(id: id, type: type))
        reader.takeParameters(&report)
        reader.takeOwn(&report)
        AgentRulesReader.read(reader.values, into: &reader.device, &report)
        TargetReader.read(reader.values, into: &reader.device, &report)
        reader.checkSecrets(&report)
        return reader.device
    }

    private init(_ statement: Statement, _ device: DeviceConfiguration) {
        self.statement = statement
        self.device = device
        values = DeviceValues(statement)
    }

    private mutating func takeParameters(_ report: inout Report) {
        let attributes = AttributeReader(statement, statement.words.dropFirst(3), initial: "params", into: &report)
        takeMeta(attributes.attributes.filter { $0.section == "meta" }, &report)
        for attribute in attributes.attributes where attribute.section == "params" {
            let name = attribute.name
            if name == "$id" || name == "description" { continue }
            guard NameByte.areAll(name) else {
                report.add(
                    .mistake, statement, attribute.word, "“\(name.prefix(40))” is no parameter name",
                    advice: name == "$id-ref" ? "write the parameters here" : "names have A-Z a-z 0-9 _ - . only")
                continue
            }
            guard values.take(name, .init(text: attribute.value, word: attribute.word)) else {
                report.add(
                    .mistake, statement, attribute.word, "\(device.id) has \(name) twice", advice: "leave one of them")
                continue
            }
            if DeviceParameter.own.contains(name) { continue }
            if name.hasPrefix("pcmk_") {
                warnOfForeign(name, attribute.word, &report)
            } else {
                device.parameters.append(Parameter(name: name, value: Secret(attribute.value)))
            }
        }
    }

    /// `meta provides=unfencing`, as Pacemaker's documents write it.
    private mutating func takeMeta(_ attributes: [AttributeReader.Attribute], _ report: inout Report) {
        for attribute in attributes where attribute.name == "provides" {
            if attribute.value == "unfencing" {
                device.agentRules.providesUnfencing = true
            } else {
                report.add(
                    .warning, statement, attribute.word, "stonithd knows no provides=\(attribute.value.prefix(40))",
                    advice: "provides=\"unfencing\" is for a device that opens a node's way to storage or network")
            }
        }
    }

    private func warnOfForeign(_ name: String, _ word: Word, _ report: inout Report) {
        let paired = name.hasPrefix("pcmk_reset_") ? "pcmk_reboot_" + name.dropFirst("pcmk_reset_".count) : name
        let near =
            DeviceParameter.own.contains(paired) ? paired : NearestName.of(name, among: DeviceParameter.own.sorted())
        report.add(
            .warning, statement, word, "stonithd does not know \(name): it is left out",
            advice: near.map { "did you mean \($0)?" } ?? "remove it")
    }

    private mutating func takeOwn(_ report: inout Report) {
        let advice = "write for example priority=\"1\"; lower goes first"
        device.priority = values.number("priority", in: Int.min...Int.max, advice, &report) ?? 0
        device.timeoutMilliseconds = values.span("stonith-timeout", for: "one action", &report)
    }

    // MARK: Secrets

    private func checkSecrets(_ report: inout Report) {
        let method = values["passwd_method"]?.text ?? "param"
        for name in values.all.keys.filter(Parameter.isSecret).sorted() {
            guard let value = values[name], !DeviceParameter.isReference(value.text), !value.text.isEmpty else {
                continue
            }
            if name == "passwd", method != "param" { continue }
            report.add(
                .warning, statement, value.word, "\(name) stands here for everybody who can read this file",
                advice: "put it into a file of mode 0600 and write \(name)=\"file:/etc/stonith/\(device.id).passwd\"")
        }
    }
}
