import ClusterModel

extension StatementReader {
    /// `operations [$id=ID | $id-ref=ID]`, and `op …` as often as it stands there.
    mutating func read(into operations: inout CIBElement) throws(Slip) {
        if let id = identity() {
            operations[id.isOwn ? "id" : "id-ref"] = id.word.value
            if !id.isOwn { refer(.part("operations"), id.word.value, id.word) }
        }
        while cursor.take("op") != nil { operations.children.append(try operation()) }
    }

    /// `NAME ATTRIBUTE=VALUE … [op_params …] [op_meta …]`; what is no attribute of an operation is a parameter.
    private mutating func operation() throws(Slip) -> CIBElement {
        let name = try cursor.expect("the operation", advice: "write op monitor interval=10s")
        guard name.name == nil, !Self.sectionEnds.contains(name.text.lowercased()) else {
            throw Slip(name, "the operation is missing before \(name.shown)", advice: "write op monitor interval=10s")
        }
        var operation = CIBElement("op", ["name": name.text])
        var parameters = CIBElement("instance_attributes")
        var stray: Word?
        while let word = cursor.current, let pair = takePair(until: Self.sectionEnds) {
            if let key = pair["name"], Self.attributes.contains(key), let value = pair["value"] {
                check(key, value, word)
                operation[key] = value
            } else {
                stray = stray ?? word
                parameters.children.append(pair)
            }
        }
        // crmsh wants the interval before any parameter.
        if operation["interval"] == nil, let stray {
            let name = stray.name.map(String.init) ?? stray.text
            note(
                Slip(
                    stray, "“\(name.prefix(40))” is no attribute of an operation, and the operation has no interval",
                    advice: TimeWord.isTime(stray.text)
                        ? "did you mean interval=\(stray.text)?"
                        : NearestName.of(name, among: Self.attributes.sorted()).map { "did you mean \($0)?" }
                            ?? "write interval=0, or the time, before it"))
        }
        if operation["interval"] == nil { operation["interval"] = "0" }
        if !parameters.children.isEmpty { operation.children.append(parameters) }
        try operationSets(into: &operation)
        return operation
    }

    private mutating func operationSets(into operation: inout CIBElement) throws(Slip) {
        if cursor.current?.text.lowercased() == "rule" {
            operation.children.append(try attributeSet("instance_attributes"))
        }
        while let section = cursor.take("op_params", "op_meta") {
            operation.children.append(
                try attributeSet(section == "op_meta" ? "meta_attributes" : "instance_attributes"))
        }
    }

    /// Those that the schema of a CIB knows (resources-3.9.rng); all others are parameters.
    private static let attributes: Set<String> = [
        "id", "name", "description", "interval", "interval-origin", "start-delay", "timeout", "enabled",
        "record-pending", "role", "on-fail",
    ]
    private static let choices = [
        "on-fail": ["ignore", "block", "demote", "stop", "restart", "standby", "fence", "restart-container"],
        "role": roles,
        "enabled": booleans, "record-pending": booleans,
    ]
    private static let booleans = ["true", "false", "1", "0"]

    private mutating func check(_ name: String, _ value: String, _ word: Word) {
        if let choices = Self.choices[name], !choices.contains(value) {
            let near = NearestName.of(value, among: choices)
            note(
                Slip(
                    word, "“\(value.prefix(40))” is no value of \(name)",
                    advice: near.map { "did you mean \($0)?" } ?? "write \(choices.joined(separator: ", "))"))
        } else if ["interval", "timeout", "start-delay"].contains(name), !TimeWord.isInterval(value) {
            note(Slip(word, "“\(value.prefix(40))” is no time", advice: "write a number with s, min or h, such as 60s"))
        }
    }

    /// `monitor RESOURCE[:ROLE] INTERVAL[:TIMEOUT]`: an operation of a primitive that stands elsewhere.
    mutating func monitor() throws(Slip) -> Declaration {
        let form = "write monitor RESOURCE INTERVAL:TIMEOUT"
        let place = try cursor.expect("a resource", advice: form)
        let (id, role) = Self.halves(place.text[...])
        let times = try cursor.expect("the interval", advice: form)
        let (interval, timeout) = Self.halves(times.text[...])
        var operation = CIBElement("op", ["name": "monitor"])
        if let role { operation["role"] = try self.role(role, place) }
        for (name, value) in [("interval", interval), ("timeout", timeout ?? "0")] { check(name, value, times) }
        operation["interval"] = interval
        operation["timeout"] = timeout
        var declaration = declaration(.primitive, place, operation)
        declaration.owner = .init(target: .resource, id: id, word: place)
        return declaration
    }
}
