/// One flat JSON object on one line, its members in the order they were added (RFC 8259).
struct JSONLine {
    private var members: [String] = []

    mutating func add(_ name: String, _ value: String?) {
        members.append("\(Self.quoted(name)):\(value.map(Self.quoted) ?? "null")")
    }

    mutating func add(_ name: String, _ value: Int64) { members.append("\(Self.quoted(name)):\(value)") }

    mutating func add(_ name: String, _ values: [String]) {
        members.append("\(Self.quoted(name)):[\(values.map(Self.quoted).joined(separator: ","))]")
    }

    var text: String { "{\(members.joined(separator: ","))}\n" }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\u{0}"..<" ", "\u{7F}": result += escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
