import Glibc

/// The operator at the terminal.
enum Console {
    static func say(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// What went wrong, under the program's name.
    static func complain(_ text: String) { write("meatclient: \(plain(text))\n", to: STDERR_FILENO) }

    static func error(_ text: String) { write(text, to: STDERR_FILENO) }

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
