import AccessPolicy
import Control
import Execution
import Glibc
import Wire

/// `stonith check --policy`: reads a policy as `stonithd` would, and needs none.
struct PolicyCheckTask: VerbTask {
    let file: String

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
        try arguments.noOperand()
        file = arguments.value("policy") ?? PolicyFile.standardPath
    }

    func perform(_ session: VerbSession) -> Int32 {
        let bytes: [UInt8]
        do { bytes = try BoundedFile.read(file, bytesMax: PolicyReader.bytesMax + 1) } catch {
            session.terminal.message(.error, "\(file) cannot be read: \(String(cString: strerror(error.errno)))")
            return ExitStatus.misuse.rawValue
        }
        let contents = PolicyFile.contents(of: bytes, file)
        if session.asJSON {
            session.terminal.answer(json(contents, warnings))
        } else {
            show(contents, session.terminal)
        }
        return (contents.hasMistakes ? ExitStatus.misuse : .done).rawValue
    }

    /// What does not stand in it: who may write to it.
    private var warnings: [String] {
        do throws(TrustedPath.Refusal) {
            _ = try TrustedPath.check(file, mustExecute: false)
            return []
        } catch { return ["stonithd will not read it: \(error.text)"] }
    }

    private func show(_ contents: PolicyFile.Contents, _ terminal: Terminal) {
        for remark in contents.remarks {
            let lines = remark.rendered(file: file).split(separator: "\n")
            terminal.answer(lines.map { Terminal.plain(String($0)) + "\n" }.joined())
        }
        for warning in warnings { terminal.message(.warning, warning) }
        guard !contents.hasMistakes else { return }
        terminal.answer("\(Terminal.plain(file)) is good: \(contents.rules) rules\n")
    }

    private func json(_ contents: PolicyFile.Contents, _ warnings: [String]) -> String {
        var line = JSONLine()
        line.add("file", file)
        line.add("good", !contents.hasMistakes)
        line.add("rules", Int64(contents.rules))
        line.add("diagnostics", contents.remarks.map(\.json))
        line.add("warnings", warnings)
        return line.text
    }
}
