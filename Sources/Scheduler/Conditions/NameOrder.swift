/// The order of node names: letters whatever their case, numbers by their value, thus `node9` before `node10`.
enum NameOrder {
    static func isBefore(_ left: String, _ right: String) -> Bool {
        var left = left.utf8[...]
        var right = right.utf8[...]
        while let one = left.first, let other = right.first {
            if isDigit(one), isDigit(other) {
                let digits = left.prefix(while: isDigit)
                let others = right.prefix(while: isDigit)
                let numbers = (number(digits), number(others))
                if numbers.0 != numbers.1 { return numbers.0 < numbers.1 }
                if digits.count != others.count { return digits.count < others.count }
                left = left.dropFirst(digits.count)
                right = right.dropFirst(others.count)
            } else {
                if lowered(one) != lowered(other) { return lowered(one) < lowered(other) }
                left.removeFirst()
                right.removeFirst()
            }
        }
        return left.isEmpty && !right.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func number(_ digits: Substring.UTF8View.SubSequence) -> Int {
        digits.prefix(18).reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}
