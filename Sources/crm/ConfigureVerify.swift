import CibXML
import ClusterModel
import CrmSyntax

/// `crm configure verify`.
enum ConfigureVerify {
    static func run(_ words: [String], _ file: ConfigureFile) throws(ToolFailure) -> Int32 {
        guard words.isEmpty else { throw .misuse("verify takes no words") }
        return CrmVerify.run(["crm_verify", "--xml-file", file.path])
    }
}
