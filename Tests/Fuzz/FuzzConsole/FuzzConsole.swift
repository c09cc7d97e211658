import ConsoleCore
import FuzzDriver

/// Bytes that a node sends on its console, and a ring file that anything may have written.
enum FuzzConsole {
    /// What the text is made of does not depend on how the bytes were cut, and commands no terminal.
    static func filter(_ input: [UInt8], cut: Int) {
        let whole = ConsoleFilter.text(input)
        var filter = ConsoleFilter()
        let parts = filter.feed(input.prefix(cut)) + filter.feed(input.dropFirst(cut)) + filter.finish()
        precondition(whole == parts, "the text depends on how the bytes came")
        precondition(whole.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x09 }, "a control byte")
        guard let text = String(validating: whole, as: UTF8.self) else { preconditionFailure("no UTF-8") }
        precondition(!text.unicodeScalars.contains { (0x80..<0xA0).contains($0.value) }, "a C1 control")
        precondition(ConsoleFilter.text(whole) == whole, "plain text is changed")
    }

    static func excerpt(_ input: [UInt8], began: UInt64) {
        let contents = ConsoleRing.Contents(start: 1000, bytes: input)
        let excerpt = ConsoleExcerpt(contents, began: began, mark: "-- mark --") { $0 }
        precondition(excerpt.text.utf8.count <= ConsoleExcerpt.textBytesMax, "too long")
        precondition(excerpt.bytesBefore + excerpt.bytesDuring == input.count, "bytes are lost")
        precondition(ConsoleExcerpt.last(input, bytesMax: 10).utf8.count <= 30, "too long")
    }

    static func ring(_ input: [UInt8], _ before: UInt64, _ after: UInt64) {
        _ = ConsoleRing.count(header: input.prefix(ConsoleRing.headerBytes))
        var data = [UInt8](repeating: 0, count: ConsoleRing.fileBytes - ConsoleRing.headerBytes)
        for (index, byte) in input.prefix(data.count).enumerated() { data[index] = byte }
        guard let contents = ConsoleRing.contents(before: before, data, after: after) else { return }
        precondition(contents.bytes.count <= ConsoleRing.textBytesMax, "too much")
        precondition(contents.start &+ UInt64(contents.bytes.count) == before, "not the end")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard input.count >= 16 else { return 0 }
    let numbers = [0, 8].map { at in input[at..<(at + 8)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    let rest = Array(input.dropFirst(16))
    FuzzConsole.filter(rest, cut: Int(numbers[0] % UInt64(rest.count + 1)))
    FuzzConsole.excerpt(rest, began: numbers[0])
    FuzzConsole.ring(rest, numbers[0], numbers[1])
    var parameters = ConsoleParameters()
    _ = parameters.feed(rest)
    _ = CaptureReport(rest)
    var keys = EscapeKeys()
    _ = keys.type(rest)
    return 0
}

@c(FuzzConsole_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
