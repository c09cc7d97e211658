import ClusterModel

/// Access rights as words.
enum AccessText {
    private static let names = [
        ("xpath", "xpath"), ("reference", "ref"), ("attribute", "attr"), ("object-type", "type"),
    ]

    static func permission(_ element: CIBElement) -> String {
        var words = [element["kind"] ?? ""]
        if let text = element["description"] { words.append(Quoting.pair("description", text)) }
        for (name, word) in names {
            guard let value = element[name] else { continue }
            if name == "xpath" {
                words.append(AccessPath.short(value) ?? "xpath:\(Quoting.quoted(value))")
            } else {
                words.append("\(word):\(value)")
            }
        }
        return words.joined(separator: " ")
    }
}
