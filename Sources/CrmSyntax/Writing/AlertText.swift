/// An alert's lines behind its head.
struct AlertText {
    private let sets: AttributeSetText

    init(_ sets: AttributeSetText) { self.sets = sets }

    func lines(_ alert: CIBElement) -> [String] {
        // Braces keep a recipient's sets from those of the alert behind it.
        let behind = alert.children.drop { $0.name != "recipient" }
        let isBraced = behind.contains { $0.name != "recipient" }
        return alert.children.map { child in
            switch child.name {
            case "recipient": recipient(child, isBraced)
            case "select": select(child)
            default: set(child)
            }
        }
    }

    private func set(_ element: CIBElement) -> String {
        sets.text(element.name == "meta_attributes" ? "meta" : "attributes", element)
    }

    private func recipient(_ element: CIBElement, _ isBraced: Bool) -> String {
        let words = [Quoting.quoted(element["value"] ?? "")] + element.children.map(set)
        return (["to"] + (isBraced ? ["{"] + words + ["}"] : words)).joined(separator: " ")
    }

    private func select(_ element: CIBElement) -> String {
        let kinds = element.children.flatMap { child in
            let kind = String(child.name.dropFirst("select_".utf8.count))
            return kind == "attributes" ? [kind, "{"] + child.children.map { $0["name"] ?? "" } + ["}"] : [kind]
        }
        return (["select"] + kinds).joined(separator: " ")
    }
}
