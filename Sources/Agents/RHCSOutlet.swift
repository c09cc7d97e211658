/// One line of an agent's `list` or `list-status`: what the device calls it, what people call it, and its state.
public struct RHCSOutlet: Sendable, Equatable {
    public var name: String
    /// Empty where it has none.
    public var alias: String
    /// Nil where the line does not say, or says that the state is unknown.
    public var isOn: Bool?

    /// Both names, as far as a node can have them.
    public var names: [String] { [name, alias].filter { !$0.isEmpty && !$0.utf8.contains(UInt8(ascii: " ")) } }

    private static let outletsMax = 4096

    /// As the agents' library prints them: `NAME,ALIAS` and `NAME,ALIAS,STATE`; `N/A` and `NOTICE: …` where the
    /// device has no outlets.
    public static func read(_ output: String, separator: String) -> [RHCSOutlet] {
        let separator = separator.isEmpty ? "," : separator
        return output.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.prefix(outletsMax)
            .compactMap { outlet(String(decoding: $0, as: UTF8.self), separator) }
    }

    private static func outlet(_ line: String, _ separator: String) -> RHCSOutlet? {
        guard line != "N/A", !line.hasPrefix("NOTICE:") else { return nil }
        let columns = fields(line, separator)
        guard let name = columns.first, !name.isEmpty else { return nil }
        let alias = columns.dropFirst().first ?? ""
        let state = columns.dropFirst(2).first?.uppercased()
        return RHCSOutlet(name: name, alias: alias, isOn: state == "ON" ? true : state == "OFF" ? false : nil)
    }

    /// By bytes, without the blanks around each and without what no name may have in it.
    private static func fields(_ line: String, _ separator: String) -> [String] {
        let (bytes, mark) = (Array(line.utf8), Array(separator.utf8))
        var fields: [[UInt8]] = [[]]
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: mark) {
                fields.append([])
                index += mark.count
            } else {
                fields[fields.count - 1].append(bytes[index])
                index += 1
            }
        }
        return fields.map { field in
            let isBlank: (UInt8) -> Bool = { $0 <= 0x20 || $0 == 0x7F }
            let text = field.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
            return text.contains { $0 < 0x20 || $0 == 0x7F } ? "" : String(decoding: Array(text), as: UTF8.self)
        }
    }
}
