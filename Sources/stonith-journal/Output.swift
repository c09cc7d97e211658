import Glibc

/// What a person or a program reads of it.
enum Output {
    static func answer(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

    static func answer(_ bytes: some Collection<UInt8>) { write(Array(bytes), to: STDOUT_FILENO) }

    static func complain(_ text: String) {
        write(Array("stonith-journal: \(plain(text))\n".utf8), to: STDERR_FILENO)
    }

    /// Whoever reads it through `head` wants no more: a closed pipe ends the program.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { exit(errno == EPIPE ? 0 : 1) }
            rest = rest.dropFirst(count)
        }
    }

    /// Texts of agents and callers are shown, not obeyed: a control character becomes a `?`.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(isControl(scalar) ? "?" : scalar) }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
    }
}
