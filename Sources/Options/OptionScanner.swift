/// getopt(3) with GNU's permutation, for the option string of cluster-glue's `stonith` and a few long options.
///
/// swift-argument-parser cannot say this grammar (`-lS`, operands among options, `-d` repeated) and would add a
/// millisecond to every start; see docs/decisions/0001.
public struct OptionScanner: Sendable {
    /// Where a text stands in argv, so that a secret can be overwritten there.
    public struct Place: Equatable, Sendable {
        public var argument: Int
        public var offset: Int
    }

    public enum Item: Equatable, Sendable {
        /// `value` is nil for an option that takes none.
        case option(String, value: String?, Place)
        case operand(String, Place)
    }

    public enum Failure: Error, Equatable, Sendable {
        case unknown(String)
        case missingValue(String)

        /// In getopt's own words.
        public var text: String {
            switch self {
            case .unknown(let name) where name.count == 1: "invalid option -- '\(name)'"
            case .unknown(let name): "unrecognized option '--\(name)'"
            case .missingValue(let name) where name.count == 1: "option requires an argument -- '\(name)'"
            case .missingValue(let name): "option '--\(name)' requires an argument"
            }
        }
    }

    /// Option names, single letters and words, with whether each takes a value.
    private let takesValue: [String: Bool]

    public init(takesValue: [String: Bool]) { self.takesValue = takesValue }

    /// - Parameter arguments: argv, the program's own name first.
    public func scan(_ arguments: [String]) throws(Failure) -> [Item] {
        var items: [Item] = []
        var index = 1
        while index < arguments.count {
            let text = arguments[index]
            if text == "--" {
                for rest in (index + 1)..<max(index + 1, arguments.count) {
                    items.append(.operand(arguments[rest], Place(argument: rest, offset: 0)))
                }
                break
            } else if text.hasPrefix("--") {
                index += try long(arguments, at: index, &items)
            } else if text.hasPrefix("-"), text.utf8.count > 1 {
                index += try letters(arguments, at: index, &items)
            } else {
                items.append(.operand(text, Place(argument: index, offset: 0)))
                index += 1
            }
        }
        return items
    }

    /// Answers how many arguments were used.
    private func long(_ arguments: [String], at index: Int, _ items: inout [Item]) throws(Failure) -> Int {
        let text = arguments[index].dropFirst(2)
        let name = String(text.prefix { $0 != "=" })
        guard let takes = takesValue[name], name.count > 1 else { throw .unknown(name) }
        let place = Place(argument: index, offset: 0)
        if text.count > name.count {
            guard takes else { throw .unknown(String(text)) }
            items.append(.option(name, value: String(text.dropFirst(name.count + 1)), place))
            return 1
        }
        guard takes else {
            items.append(.option(name, value: nil, place))
            return 1
        }
        guard index + 1 < arguments.count else { throw .missingValue(name) }
        items.append(.option(name, value: arguments[index + 1], Place(argument: index + 1, offset: 0)))
        return 2
    }

    private func letters(_ arguments: [String], at index: Int, _ items: inout [Item]) throws(Failure) -> Int {
        var rest = arguments[index].dropFirst()
        var offset = 1
        while let letter = rest.popFirst().map(String.init) {
            offset += letter.utf8.count
            guard let takes = takesValue[letter] else { throw .unknown(letter) }
            guard takes else {
                items.append(.option(letter, value: nil, Place(argument: index, offset: offset - 1)))
                continue
            }
            if !rest.isEmpty {
                items.append(.option(letter, value: String(rest), Place(argument: index, offset: offset)))
                return 1
            }
            guard index + 1 < arguments.count else { throw .missingValue(letter) }
            items.append(.option(letter, value: arguments[index + 1], Place(argument: index + 1, offset: 0)))
            return 2
        }
        return 1
    }
}
