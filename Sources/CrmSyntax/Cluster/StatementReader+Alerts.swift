import ClusterModel

extension StatementReader {
    /// `alert ID PATH [attributes …] [meta …] [select …] [to [{] RECIPIENT [attributes …] [meta …] [}]] …`
    mutating func alert(_ id: String) throws(Slip) -> CIBElement {
        let path = try cursor.expect("the program", advice: "write alert \(id) /PATH/OF/PROGRAM")
        var element = CIBElement("alert", ["id": id, "path": path.text])
        description(into: &element)
        var recipients = 0
        while let part = cursor.take("attributes", "meta", "select", "to") {
            switch part {
            case "select": try select(into: &element)
            case "to":
                recipients += 1
                element.children.append(try recipient("\(id)-recipient-\(recipients)"))
            default: element.children.append(try alertSet(part, until: ["attributes", "meta", "to", "select"]))
            }
        }
        return element
    }

    private mutating func alertSet(_ name: String, until ends: Set<String>) throws(Slip) -> CIBElement {
        try attributeSet(name == "meta" ? "meta_attributes" : "instance_attributes", until: ends)
    }

    /// `nodes`, `fencing`, `resources`, `attributes { NAME … }`
    private mutating func select(into element: inout CIBElement) throws(Slip) {
        var select = CIBElement("select")
        while let kind = cursor.current?.text, ["nodes", "fencing", "resources", "attributes"].contains(kind) {
            var ahead = cursor
            _ = ahead.next()
            if kind == "attributes", ahead.current?.text != "{" { break }
            cursor = ahead
            var part = CIBElement("select_\(kind)")
            if kind == "attributes" { part.children = try selectedNames() }
            select.children.append(part)
        }
        element.children.append(select)
    }

    private mutating func selectedNames() throws(Slip) -> [CIBElement] {
        var names: [CIBElement] = []
        _ = cursor.next()
        while true {
            let word = try cursor.expect("“}”", advice: "write select attributes { NAME … }")
            if word.text == "}" { return names }
            names.append(CIBElement("attribute", ["name": word.text]))
        }
    }

    private mutating func recipient(_ id: String) throws(Slip) -> CIBElement {
        let isBraced = cursor.take("{") != nil
        let value = try cursor.expect("the recipient", advice: "write to RECIPIENT")
        var element = CIBElement("recipient", ["id": id, "value": value.text])
        description(into: &element)
        let ends: Set = isBraced ? ["attributes", "meta", "to", "}"] : ["attributes", "meta", "to"]
        while let part = cursor.take("attributes", "meta") {
            element.children.append(try alertSet(part, until: ends))
        }
        if isBraced, cursor.take("}") == nil {
            throw cursor.missing("“}”", advice: "close what “{” before \(value.text.prefix(40)) opened")
        }
        return element
    }
}
