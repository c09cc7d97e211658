/// A device's parameters, read one by one and checked: the same words mean the same thing to each kind of device.
public struct ParameterReader {
    private let lookUp: (String) -> String?

    /// - Parameter lookUp: nil where a parameter is not set or empty.
    public init(_ lookUp: @escaping (String) -> String?) { self.lookUp = lookUp }

    public subscript(_ name: String) -> String? { lookUp(name) }

    /// - Parameter others: names that the parameter has besides; the first that is set counts.
    public func required(_ name: String, or others: String...) throws(ParameterMistake) -> String {
        try given([name] + others).value
    }

    /// The first of the names that is set, with its value. What is missing is missing by its first name.
    public func given(_ names: [String]) throws(ParameterMistake) -> (name: String, value: String) {
        for name in names { if let value = self[name] { return (name, value) } }
        throw .missing(names.first ?? "")
    }

    /// The words of a list in lower case, with blanks, commas or line ends between; none where it is not set.
    public func nodes(_ name: String) -> [String] { Self.words(self[name] ?? "").map { $0.lowercased() } }

    /// The parts of a list, with blanks, commas or line ends between.
    public static func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace || $0 == "," } }

    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, default fallback: Choice
    ) throws(ParameterMistake) -> Choice where Choice.RawValue == String {
        guard let text = self[name] else { return fallback }
        guard let choice = Choice(rawValue: text) else {
            throw .bad(name, text, Choice.allCases.map(\.rawValue).joined(separator: " or "))
        }
        return choice
    }

    public func isSet(_ name: String, default fallback: Bool = false) throws(ParameterMistake) -> Bool {
        guard let text = self[name] else { return fallback }
        switch text.lowercased() {
        case "yes", "true", "on", "1": return true
        case "no", "false", "off", "0": return false
        default: throw .bad(name, text, "yes or no")
        }
    }

    public func number(
        _ name: String, default fallback: Int64, _ range: ClosedRange<Int64>
    ) throws(ParameterMistake) -> Int64 {
        guard let text = self[name] else { return fallback }
        guard let number = Int64(text), range.contains(number) else {
            throw .bad(name, text, "a whole number, \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    public func port(_ name: String, default fallback: UInt16) throws(ParameterMistake) -> UInt16 {
        guard let text = self[name] else { return fallback }
        guard let number = UInt16(text), number > 0 else { throw .bad(name, text, "a port number, 1 to 65535") }
        return number
    }

    /// Whole seconds, as milliseconds. An `s` may follow the number, as in a cluster's configuration.
    public func milliseconds(
        _ name: String, defaultSeconds: Int64, _ range: ClosedRange<Int64>
    ) throws(ParameterMistake) -> Int64 {
        guard let text = self[name] else { return defaultSeconds * 1000 }
        guard let seconds = Int64(text.hasSuffix("s") ? text.dropLast() : text[...]), range.contains(seconds) else {
            throw .bad(name, text, "whole seconds, \(range.lowerBound) to \(range.upperBound)")
        }
        return seconds * 1000
    }
}
