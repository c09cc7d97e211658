import Execution

/// This boot of the machine: a deadline is a moment of the clock that begins with it.
enum BootID {
    /// Empty where the kernel does not say; then no boot is like another.
    static func read() -> String {
        guard let bytes = try? BoundedFile.read("/proc/sys/kernel/random/boot_id") else { return "" }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
