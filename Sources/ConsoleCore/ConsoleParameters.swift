/// The parameters of a device on their way to `stonith-console`: `name=value`, each with a NUL behind it, and one more
/// NUL at the end. They go through a pipe since secrets are among them.
public struct ConsoleParameters {
    public static let bytesMax = 64 * 1024

    private var unread: [UInt8] = []
    /// By name.
    public private(set) var values: [String: String] = [:]
    public private(set) var isComplete = false

    public init() {}

    /// Nil where a value has a NUL in it or all is too long: no BMC has such a parameter.
    public static func bytes(_ parameters: [(name: String, value: String)]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for (name, value) in parameters {
            let pair = Array("\(name)=\(value)".utf8)
            guard !pair.contains(0), !name.isEmpty, !name.utf8.contains(UInt8(ascii: "=")) else { return nil }
            bytes += pair + [0]
        }
        bytes.append(0)
        return bytes.count <= bytesMax ? bytes : nil
    }

    /// False where that cannot be what `bytes` makes.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> Bool {
        unread += bytes
        while !isComplete, let end = unread.firstIndex(of: 0) {
            let pair = unread[..<end]
            if pair.isEmpty {
                isComplete = true
            } else {
                guard let sign = pair.firstIndex(of: UInt8(ascii: "=")), sign > pair.startIndex else { return false }
                let name = String(decoding: pair[..<sign], as: UTF8.self)
                values[name] = String(decoding: pair[(sign + 1)...], as: UTF8.self)
            }
            unread.removeFirst(end + 1)
        }
        return isComplete ? unread.isEmpty : unread.count <= Self.bytesMax
    }
}
