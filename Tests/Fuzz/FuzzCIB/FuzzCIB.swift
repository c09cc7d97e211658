import CibXML
import ClusterModel
import CrmSyntax
import FuzzDriver

/// A text that should be a CIB.
///
/// What is read is written as something that is read as the same; what is refused says why. Looking through it and
/// changing it end as well; a text without a statement, loaded onto it, changes nothing; and an XPath of the text's
/// first line finds only what is there.
enum FuzzCIB {
    static func read(_ bytes: [UInt8]) {
        do throws(CIBError) {
            let cib = try CIBReader.read(bytes)
            let written = CIBWriter.write(cib)
            let again: CIB
            do throws(CIBError) { again = try CIBReader.read(written) } catch {
                preconditionFailure("what was written is not read: \(error.text)")
            }
            precondition(CIBWriter.write(again) == written, "it is not what was written")
            let reading = try CIBReading(bytes)
            _ = try CIBReview.findings(bytes)
            guard reading.findings.isEmpty else { return }
            let configuration = reading.document.cib.configuration
            let loaded = ClusterReading([], onto: configuration, by: .update).configuration
            precondition(loaded == configuration, "the language loses something")
        } catch {
            precondition(!error.text.isEmpty)
        }
    }

    static func edit(_ bytes: [UInt8]) {
        guard let root = try? CIBReader.tree(bytes) else { return }
        for base in [XMLElement.emptyCIB, root] {
            var edit = CIBEdit(base)
            try? edit.create(root, in: .section("resources"))
            try? edit.modify(root, in: .whole, mayCreate: true)
            try? edit.bump()
            _ = try? edit.result()
            try? edit.replace(root, in: .whole)
            edit.delete(root, in: .configuration)
            try? edit.upgrade()
            if let result = try? edit.result() { _ = DigestText.versioned(result) }
            try? edit.erase()
        }
        let expression = String(decoding: bytes.prefix { $0 != 0x0A }.prefix(64), as: UTF8.self)
        guard let places = try? XPath.places(expression, in: root) else { return }
        precondition(places.allSatisfy { root[$0] != nil }, "a place that is none")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    FuzzCIB.read(input)
    FuzzCIB.edit(input)
    return 0
}

@c(FuzzCIB_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
