import ClusterModel

extension StatementReader {
    /// As a CIB has it.
    func score(_ word: Word) throws(Slip) -> String {
        guard let score = Self.score(word.text) else {
            let near = NearestName.of(
                word.text, among: ["inf", "-inf", "infinity", "-infinity", "mandatory", "advisory"])
            throw Slip(
                word, "\(word.shown) is no score",
                advice: near.map { "did you mean \($0)?" } ?? "write a number, inf or -inf, and a colon behind it")
        }
        return score
    }

    /// Nil for what is no score.
    static func score(_ text: String) -> String? {
        switch text.lowercased() {
        case "advisory": return "0"
        case "mandatory": return "INFINITY"
        default: break
        }
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? text.prefix(1) : ""
        let rest = text.dropFirst(sign.count)
        if ["inf", "infinity"].contains(rest.lowercased()) { return sign + "INFINITY" }
        return !rest.isEmpty && rest.utf8.allSatisfy { (48...57).contains($0) } ? text : nil
    }
}
