import Glibc

/// Where answers (stdout) and messages (stderr) go.
enum Terminal {
    /// Why an answer could not be given, as an errno; 0 where it could. A tool has one thread.
    nonisolated(unsafe) private static var failure: Int32 = 0

    static func answer(_ text: String) { answer(Array(text.utf8)) }

    /// Bytes as they are, such as a written CIB. What cannot be written is told by `finish`.
    static func answer(_ bytes: [UInt8]) {
        if !write(bytes, to: STDOUT_FILENO) { failure = errno }
    }

    /// How a tool ends that would end so: not well when its answer got lost. That nobody reads it any more is no loss.
    static func finish(_ tool: String, _ code: Int32) -> Int32 {
        guard failure != 0, failure != EPIPE, code == ExitCode.ok.rawValue else { return code }
        complain(tool, FileBytes.Failure(path: "standard output", errno: failure).text)
        return ExitCode.inputOutput.rawValue
    }

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
