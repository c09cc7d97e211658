/// How a rule compares two values.
enum ValueComparison {
    /// Below zero where the left one is less.
    static func sign(_ left: String, _ right: String, as type: String) -> Int {
        switch type {
        case "integer":
            guard let one = ValueText.number(left), let other = ValueText.number(right) else { break }
            return one < other ? -1 : one > other ? 1 : 0
        case "number", "double":
            guard let one = ValueText.fraction(left), let other = ValueText.fraction(right) else { break }
            return one < other ? -1 : one > other ? 1 : 0
        case "version":
            return versionSign(left, right)
        default:
            break
        }
        let words = (left.lowercased(), right.lowercased())
        return words.0 == words.1 ? 0 : words.0.utf8.lexicographicallyPrecedes(words.1.utf8) ? -1 : 1
    }

    /// `1.2.10` is above `1.2.9`; a number that is missing is below any.
    static func versionSign(_ left: String, _ right: String) -> Int {
        let numbers = { (text: String) in text.split(separator: ".").map { ValueText.number(String($0)) ?? 0 } }
        let (lefts, rights) = (numbers(left), numbers(right))
        for place in 0..<max(lefts.count, rights.count) {
            let one = place < lefts.count ? lefts[place] : -1
            let other = place < rights.count ? rights[place] : -1
            if one != other { return one < other ? -1 : 1 }
        }
        return 0
    }
}
