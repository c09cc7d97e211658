import CrmSyntax
import Glibc

/// `crm configure`: a cluster information base in a file, looked at and changed in the crm shell's language.
enum Configure {
    /// - Parameter arguments: the tool's name, then what belongs to it.
    static func run(_ arguments: [String]) -> Int32 {
        do throws(ToolFailure) {
            let words = try ConfigureWords(arguments.dropFirst())
            return try run(words)
        } catch {
            Terminal.complain("crm configure", error.text)
            return error.code.rawValue
        }
    }

    private static func run(_ words: ConfigureWords) throws(ToolFailure) -> Int32 {
        let file = ConfigureFile(path: words.file)
        let rest = words.operands
        switch words.verb {
        case .help: Terminal.answer(ConfigureUsage.text)
        case .show: try ConfigureShow.run(rest, file)
        case .save: try ConfigureShow.save(rest, file)
        case .load: return try ConfigureLoad.run(rest, file, isForced: words.isForced)
        case .statement: return try ConfigureLoad.run(statement: rest, file, isForced: words.isForced)
        case .validate: return try ConfigureLoad.validate(rest)
        case .verify: return try ConfigureVerify.run(rest, file)
        case .delete: try ConfigureDelete.run(rest, file, isForced: words.isForced)
        }
        return ExitCode.ok.rawValue
    }
}
