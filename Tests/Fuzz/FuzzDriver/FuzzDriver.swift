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
}
