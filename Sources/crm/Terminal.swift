import Glibc

/// Where answers (stdout) and messages (stderr) go.
enum Terminal {
    /// False when nobody reads it any more.
    @discardableResult
    static func answer(_ text: String) -> Bool { write(Array(text.utf8), to: STDOUT_FILENO) }

    /// Bytes as they are, such as a written CIB.
    @discardableResult
    static func answer(_ bytes: [UInt8]) -> Bool { write(bytes, to: STDOUT_FILENO) }

    /// One line with the name of the tool in front. Texts of others are shown, not obeyed: a control character becomes
    /// a `?`.
    static func complain(_ tool: String, _ text: String) {
        write(Array("\(tool): \(plain(text))\n".utf8), to: STDERR_FILENO)
    }

    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 && scalar != "\t" || (0x7F..<0xA0).contains(scalar.value)
            result.append(isControl ? "?" : scalar)
        }
        return String(result)
    }

    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { all in
            var rest = all[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard count > 0 || errno == EINTR else { return false }
                rest = rest.dropFirst(max(0, count))
            }
            return true
        }
    }
}
