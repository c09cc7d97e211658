import CLinux
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
        let bytes = Array(text.utf8)
        _ = linux_write_all(descriptor, bytes, bytes.count)
    }
}
