import Glibc

/// The operator at the terminal.
enum Console {
    static func say(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// What went wrong, under the program's name.
    static func complain(_ text: String) { write("meatclient: \(plain(text))\n", to: STDERR_FILENO) }

    static func error(_ text: String) { write(text, to: STDERR_FILENO) }

    /// An answer may not be longer: one that is, is none.
    private static let answerBytesMax = 512

    /// One line of standard input without its end, or what there is of it at the end of the file; empty when there is
    /// nothing, or too much. Nothing beyond the line is taken.
    static func readAnswer() -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1, byte != UInt8(ascii: "\n") else { break }
            guard line.count < answerBytesMax else { return "" }
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// `pts/0`; empty where standard input is no terminal.
    static var terminal: String {
        guard let name = ttyname(STDIN_FILENO) else { return "" }
        let path = String(cString: name)
        return path.hasPrefix("/dev/") ? String(path.dropFirst("/dev/".count)) : path
    }

    /// Texts of others are shown, not obeyed: a control character becomes a `?`.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(scalar.properties.generalCategory == .control ? "?" : scalar)
        }
        return String(result)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }
}
