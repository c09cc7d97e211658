/// The known name that a misspelt one probably means.
public enum NearestName {
    private static let lengthMax = 64
    private static let candidatesMax = 1000

    /// Nil when nothing is near: two slips at most, one in short names.
    public static func of(_ text: some StringProtocol, among names: some Sequence<String>) -> String? {
        let wanted = Array(text.lowercased().utf8)
        guard (2...lengthMax).contains(wanted.count) else { return nil }
        var best: (name: String, distance: Int)?
        for name in names.prefix(candidatesMax) {
            let bytes = Array(name.utf8)
            let limit = min(wanted.count, bytes.count) < 5 ? 1 : 2
            guard abs(bytes.count - wanted.count) <= limit else { continue }
            let distance = distance(wanted, bytes)
            if distance <= limit, distance < best?.distance ?? Int.max { best = (name, distance) }
        }
        return best?.name
    }

    /// Letters left out, put in, changed, or swapped with their neighbour.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var (before, last) = ([Int](), Array(0...right.count))
        for (row, letter) in left.enumerated() {
            var line = [row + 1]
            for (column, other) in right.enumerated() {
                let change = last[column] + (letter == other ? 0 : 1)
                var cost = min(change, last[column + 1] + 1, line[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, before[column - 1] + 1)
                }
                line.append(cost)
            }
            (before, last) = (last, line)
        }
        return last[right.count]
    }
}
