import ClusterModel
import CrmSyntax

/// `crm configure delete`.
enum ConfigureDelete {
    static func run(_ ids: [String], _ file: ConfigureFile, isForced: Bool) throws(ToolFailure) {
        guard !ids.isEmpty else { throw .misuse("delete needs ids") }
        try file.change { cib throws(ToolFailure) in
            let deletion = CrmDeletion(ids, of: cib.configuration)
            if let id = deletion.unknown.first, !isForced { throw ToolFailure("there is no object \(id)", .noSuch) }
            for id in deletion.consequences { Terminal.complain("crm configure", "\(id) is deleted with it") }
            try file.replace(cib, with: deletion.configuration)
        }
    }
}
