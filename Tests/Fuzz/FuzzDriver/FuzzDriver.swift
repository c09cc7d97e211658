public typealias FuzzOne = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
public typealias FuzzArguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_extern(c, "LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<FuzzArguments?>, _ one: FuzzOne
) -> CInt

/// The way into a fuzz target: SwiftPM links an executable with main = MODULE_main, which libFuzzer does not bring.
public enum FuzzDriver {
    public static func run(_ count: CInt, _ arguments: FuzzArguments?, _ one: FuzzOne) -> CInt {
        var (count, arguments) = (count, arguments)
        return runDriver(&count, &arguments, one)
    }

    /// Of a target whose input is several texts: NUL stands between two.
    public static func texts(_ bytes: ArraySlice<UInt8>) -> [String] {
        bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}
