import ClusterModel
import CrmSyntax
import FuzzDriver

/// Any bytes as a cluster's configuration: what is read without a mistake means the same once it is printed and read.
enum FuzzCrmConfiguration {
    static func check(_ bytes: [UInt8]) {
        let reading = ClusterReading(bytes)
        precondition(reading.diagnostics.count <= 101, "more diagnostics than the limit")
        let lines = bytes.count { $0 == 0x0A } + 1
        for diagnostic in reading.diagnostics {
            precondition((0...lines).contains(diagnostic.line), "a line that is not there")
            precondition(!diagnostic.text.isEmpty, "a diagnostic without words")
            let shown = diagnostic.rendered(file: "x").utf8
            precondition(!shown.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F }, "a control character")
        }
        _ = ClusterReading(bytes, onto: reading.configuration, by: .update)
        let printed = CrmWriter.write(reading.configuration)
        if reading.hasMistakes { return }
        let again = ClusterReading(Array(printed.utf8))
        precondition(!again.hasMistakes, "what is printed cannot be read")
        precondition(CrmWriter.write(again.configuration) == printed, "what is printed means something else")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzCrmConfiguration.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

@c(FuzzCrmConfiguration_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
