import DeviceParameters
import Glibc

extension PasswordSource {
    private static let bytesMax = 256

    /// The password: of a file its first line, as with `ipmitool -f`.
    public func read() throws(ParameterMistake) -> String {
        switch self {
        case .given(let password): password
        case .file(let path): try Self.firstLine(of: path)
        }
    }

    private static func firstLine(of path: String) throws(ParameterMistake) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            let why = String(cString: strerror(errno))
            throw ParameterMistake("passwd_method=file: the file that passwd names cannot be read: \(why)")
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else {
            throw ParameterMistake("passwd_method=file: the file that passwd names has nothing in its first line")
        }
        return String(decoding: line, as: UTF8.self)
    }
}
