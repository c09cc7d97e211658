typealias FuzzOne = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
public typealias FuzzArguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_extern(c, "LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<FuzzArguments?>, _ one: FuzzOne
) -> CInt

/// SwiftPM links an executable with main = MODULE_main; libFuzzer brings no other way in.
enum FuzzMain {
    static func run(_ count: CInt, _ arguments: FuzzArguments?) -> CInt {
        var (count, arguments) = (count, arguments)
        return runDriver(&count, &arguments, fuzzOne)
    }
}

@c(FuzzJournal_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzMain.run(count, arguments) }
