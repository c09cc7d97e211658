import Glibc

/// The journal's files: each named for the number of its first entry.
public struct JournalFolder: Sendable, Equatable {
    public static let standard = JournalFolder("/var/lib/stonith/journal")

    /// A file that has so many bytes is followed by a new one.
    public static let fileBytesMax = 16 * 1024 * 1024
    /// The oldest beyond these is removed.
    public static let filesMax = 16
    /// No entry is longer.
    public static let bodyBytesMax = 1024 * 1024

    public let path: String

    public init(_ path: String) { self.path = path }

    /// Held by the writer as long as it lives.
    public var lock: String { "\(path)/lock" }

    public struct File: Sendable, Equatable {
        public var path: String
        /// What its name says of its first entry.
        public var number: Int64

        public init(path: String, number: Int64) {
            self.path = path
            self.number = number
        }
    }

    public func file(beginningWith number: Int64) -> File {
        let digits = "\(number)"
        let zeros = String(repeating: "0", count: max(0, Self.nameDigits - digits.utf8.count))
        return File(path: "\(path)/\(zeros)\(digits)\(Self.suffix)", number: number)
    }

    private static let nameDigits = 16
    private static let suffix = ".jsonl"

    /// What there is, the oldest first. A missing folder has none.
    public func files() throws(JournalFailure) -> [File] {
        try Self.names(in: path).compactMap(Self.number).sorted().map(file)
    }

    /// The same for whoever reads a journal that must be there.
    public func filesOrFailure() throws(JournalFailure) -> [File] {
        let files = try files()
        if files.isEmpty { throw JournalFailure(text: "there is no journal in \(path)") }
        return files
    }

    /// The names in a folder, in no order. A missing folder has none.
    public static func names(in path: String) throws(JournalFailure) -> [String] {
        guard let stream = opendir(path) else {
            if errno == ENOENT { return [] }
            throw JournalFailure("\(path) cannot be read", errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
                })
        }
        return names
    }

    private static func number(of name: String) -> Int64? {
        guard name.utf8.count == nameDigits + suffix.utf8.count, name.hasSuffix(suffix) else { return nil }
        let digits = name.utf8.dropLast(suffix.utf8.count)
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }
}

/// What could not be done with the journal's files, in words for an operator.
public struct JournalFailure: Error, Sendable, Equatable {
    public var text: String

    /// - Parameter number: `errno`.
    public init(_ what: String, _ number: Int32) {
        text = "\(what): \(strerror(number).map { String(cString: $0) } ?? "error \(number)")"
    }

    public init(text: String) { self.text = text }
}
