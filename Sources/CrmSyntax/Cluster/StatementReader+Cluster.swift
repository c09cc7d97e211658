import ClusterModel

/// Statements about the cluster as a whole.
extension StatementReader {
    /// `node [ID: | $id=ID] NAME[:TYPE] [description=…] [attributes …] [utilization …]`
    mutating func node() throws(Slip) -> Declaration {
        let label = cursor.takeLabel() ?? cursor.take(value: "$id").map { Word(text: $0.value, range: $0.range) }
        let word = try cursor.expect("a name", advice: "write node pm01")
        let (name, type) = Self.halves(word.text[...])
        guard !name.isEmpty, NameByte.areAll(name), name.utf8.count <= 255 else {
            throw Slip(word, "\(word.shown) is no node name", advice: "names have A-Z a-z 0-9 . _ - only")
        }
        var element = CIBElement("node")
        element["id"] = label?.text
        element["uname"] = name
        if let type {
            let type = try choice("type of node", type, ["normal", "member", "ping", "remote"], word)
            // Its name before schema 2.0, which crmsh takes still.
            element["type"] = type == "normal" ? "member" : type
        }
        description(into: &element)
        element.children = sections(
            ["attributes": "instance_attributes", "utilization": "utilization"], initial: "attributes")
        var declaration = declaration(.node, label ?? word, element)
        declaration.object.id = label?.text ?? name
        return declaration
    }

    /// `property [ID: | $id=ID] [rule …] NAME=VALUE …`, and the defaults of resources and operations.
    mutating func set(_ kind: ObjectKind) throws(Slip) -> Declaration {
        let place = cursor.current ?? statement.words[0]
        let label = cursor.takeLabel() ?? cursor.take(value: "$id").map { Word(text: $0.value, range: $0.range) }
        if let label, !Self.isID(label.text) {
            throw Slip(
                label, "\(label.shown) is no id", advice: "ids have A-Z a-z 0-9 . _ - and begin with a letter or _")
        }
        let tag = kind == .properties ? kind.element : "meta_attributes"
        var element = CIBElement(tag, ["id": label?.text ?? kind.defaultID ?? ""])
        element.children = try rules()
        if element.children.count > 1 {
            note(
                Slip(place, "a set of values can have one rule only", advice: "write another set with an id of its own")
            )
        }
        element.children += pairs(until: Self.sectionEnds)
        if element.children.isEmpty, cursor.isAtEnd {
            throw cursor.missing("a value", advice: "write \(statement.keyword) NAME=VALUE")
        }
        return declaration(kind, label ?? place, element)
    }

    /// `tag ID MEMBER …`
    mutating func tag(_ id: String) throws(Slip) -> CIBElement {
        var element = CIBElement("tag", ["id": id])
        while let word = cursor.next() {
            guard Self.isID(word.text) else { throw Slip(word, "\(word.shown) is no id", advice: "name objects by id") }
            refer(.anything, word.text, word)
            element.children.append(CIBElement("obj_ref", ["id": word.text]))
        }
        guard !element.children.isEmpty else { throw cursor.missing("a member", advice: "write tag \(id) MEMBER …") }
        return element
    }
}
