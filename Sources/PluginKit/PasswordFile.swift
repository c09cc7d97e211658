import Glibc

/// `passwd_method=file`: the password is the first line of the file, as with `ipmitool -f`.
public enum PasswordFile {
    /// Why there is no password.
    public struct Mistake: Error, Equatable {
        public var text: String
    }

    private static let bytesMax = 256

    public static func read(_ path: String) throws(Mistake) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            throw Mistake(
                text:
                    "passwd_method=file: the file that passwd names cannot be read: \(String(cString: strerror(errno)))"
            )
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else {
            throw Mistake(text: "passwd_method=file: the file that passwd names has nothing in its first line")
        }
        return String(decoding: line, as: UTF8.self)
    }
}
