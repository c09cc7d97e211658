import ClusterModel

extension StatementReader {
    /// Parts of a date, as crmsh and the schema of a CIB name them.
    private static let parts = [
        "hours", "monthdays", "weekdays", "yearsdays", "months", "weeks", "years", "weekyears", "moon",
    ]
    private static let operations = ["lt", "gt", "in", "in_range", "spec", "date_spec"]

    /// Behind `date`: `lt END`, `gt START`, `in [start=…] [end=… | DURATION]`, `spec PART=RANGE …`
    mutating func date() throws(Slip) -> CIBElement {
        let form = "write date lt DATE, date gt DATE, date in start=… end=…, or date spec hours=…"
        let word = try cursor.expect("a comparison of dates", advice: form)
        switch word.text.lowercased() {
        case "lt": return try date("lt", "end")
        case "gt": return try date("gt", "start")
        case "in", "in_range": return try range(word)
        case "spec", "date_spec":
            let specification = try parts(Self.parts, of: word, countMin: 1)
            return CIBElement(
                "date_expression", ["operation": "date_spec"], [CIBElement("date_spec", specification)])
        default:
            let near = NearestName.of(word.text, among: Self.operations)
            throw Slip(
                word, "\(word.shown) is no comparison of dates", advice: near.map { "did you mean \($0)?" } ?? form)
        }
    }

    private mutating func date(_ operation: String, _ name: String) throws(Slip) -> CIBElement {
        let word = try cursor.expect("a date", advice: "write date \(operation) 2026-12-31")
        return CIBElement("date_expression", ["operation": operation, name: word.text])
    }

    private mutating func range(_ word: Word) throws(Slip) -> CIBElement {
        var expression = CIBElement("date_expression", ["operation": "in_range"])
        let found = try parts(["start", "end"] + Self.parts, of: word, countMin: 2)
        var duration = CIBElement("duration")
        for pair in found.pairs {
            if ["start", "end"].contains(pair.name) {
                expression.attributes.pairs.append(pair)
            } else {
                duration.attributes.pairs.append(pair)
            }
        }
        if !duration.attributes.pairs.isEmpty { expression.children.append(duration) }
        return expression
    }

    private mutating func parts(_ names: [String], of keyword: Word, countMin: Int) throws(Slip) -> ElementAttributes {
        var found = ElementAttributes()
        while let word = cursor.current {
            let name = String(word.name ?? Substring(word.text))
            guard names.contains(name) else {
                if let near = NearestName.of(name, among: names) {
                    throw Slip(word, "\(word.shown) is no part of a date", advice: "did you mean \(near)?")
                }
                break
            }
            found[name] = word.value
            _ = cursor.next()
        }
        guard found.pairs.count >= countMin else {
            let least = countMin == 1 ? "one" : "two"
            throw Slip(
                keyword, "at least \(least) of \(names.joined(separator: ", ")) must stand behind it",
                advice: "write \(names[0])=… with no blanks around “=”")
        }
        return found
    }
}
