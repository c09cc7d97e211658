import CibXML
import ClusterModel
import CrmSyntax

/// `crm configure show` and `save`.
enum ConfigureShow {
    static func run(_ words: [String], _ file: ConfigureFile) throws(ToolFailure) {
        Terminal.answer(try output(words[...], file.read(), hidesPasswords: true))
    }

    /// The last word is the file.
    static func save(_ words: [String], _ file: ConfigureFile) throws(ToolFailure) {
        guard let path = words.last else { throw .misuse("save needs a file") }
        let cib = try file.read()
        try ConfigureFile.write(try output(words.dropLast(), cib, hidesPasswords: false), to: path)
    }

    private static func output(
        _ words: ArraySlice<String>, _ cib: CIB, hidesPasswords: Bool
    ) throws(ToolFailure) -> [UInt8] {
        let isXML = words.first == "xml"
        let selection = Array(isXML ? words.dropFirst() : words)
        do throws(CrmWriter.NoSuchObject) {
            guard isXML else {
                let writer = CrmWriter(cib.configuration, hidesPasswords: hidesPasswords)
                return Array(try writer.text(of: selection).utf8)
            }
            return xml(cib, try cib.configuration.selection(selection), hidesPasswords: hidesPasswords)
        } catch {
            throw ToolFailure("there is no object \(error.word)", .noSuch)
        }
    }

    private static func xml(_ cib: CIB, _ configuration: CIBConfiguration, hidesPasswords: Bool) -> [UInt8] {
        var shown = CIB(attributes: cib.attributes)
        shown.configuration = hidesPasswords ? configuration.hidingPasswords : configuration
        return CIBWriter.write(shown)
    }
}
