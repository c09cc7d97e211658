import ClusterModel
import Control
import CrmSyntax
import Execution
import Glibc
import Wire

/// `stonith check`: reads a configuration as `stonithd` would, and needs none.
struct CheckTask: VerbTask {
    let file: String

    /// What there is to say of a file.
    private struct Finding {
        var diagnostics: [Diagnostic] = []
        /// What does not stand in it: what is not in place on this node, and who may write to the file.
        var warnings: [String] = []
        var devices = 0
        /// Those that cannot work on this node, in the order of the file.
        var unusable: [String] = []

        var isGood: Bool { !diagnostics.contains { $0.severity == .mistake } }
    }

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) { file = try arguments.operand("file") }

    func perform(_ session: VerbSession) -> Int32 {
        let bytes: [UInt8]
        do { bytes = try BoundedFile.read(file, bytesMax: Self.bytesMax) } catch {
            session.terminal.message(.error, "\(file) cannot be read: \(String(cString: strerror(error.errno)))")
            return ExitStatus.misuse.rawValue
        }
        let finding = look(bytes)
        if session.asJSON { session.terminal.answer(json(finding)) } else { show(finding, session.terminal) }
        return (finding.isGood ? ExitStatus.done : .misuse).rawValue
    }

    /// One more than is read, so that a longer file is found out.
    private static let bytesMax = 1024 * 1024 + 1

    private func look(_ bytes: [UInt8]) -> Finding {
        let reading = CrmSyntax.read(bytes)
        var finding = Finding(diagnostics: reading.diagnostics, devices: reading.configuration.devices.count)
        do throws(TrustedPath.Refusal) {
            _ = try TrustedPath.check(file, mustExecute: false)
        } catch { finding.warnings.append("stonithd will not read it: \(error.text)") }
        guard finding.isGood else { return finding }
        if finding.devices == 0 { finding.warnings.append("it has no stonith device: no node could be fenced with it") }
        var review = DeviceReview(Installation.ofThisProgram())
        let found = review.findings(reading.configuration.devices)
        finding.warnings += found.map { "\($0.device): \($0.text)" }
        let broken = Set(found.filter(\.isMistake).map(\.device))
        finding.unusable = reading.configuration.devices.map(\.id).filter(broken.contains)
        finding.warnings += AlertReview.findings(reading.configuration.alerts).map { "alert \($0)" }
        return finding
    }

    private func show(_ finding: Finding, _ terminal: Terminal) {
        for diagnostic in finding.diagnostics {
            let lines = diagnostic.rendered(file: file).split(separator: "\n", omittingEmptySubsequences: false)
            terminal.answer(lines.map { Terminal.plain(String($0)) + "\n" }.joined())
        }
        for warning in finding.warnings { terminal.message(.warning, warning) }
        guard finding.isGood else { return }
        let devices = "\(finding.devices) device\(finding.devices == 1 ? "" : "s")"
        let verdict =
            finding.unusable.isEmpty
            ? "is good: \(devices)" : "is well-formed: \(finding.unusable.count) of \(devices) cannot work on this node"
        terminal.answer("\(Terminal.plain(file)) \(verdict)\n")
    }

    private func json(_ finding: Finding) -> String {
        var line = JSONLine()
        line.add("file", file)
        line.add("good", finding.isGood)
        line.add("devices", Int64(finding.devices))
        line.add("unusable", finding.unusable)
        line.add("diagnostics", finding.diagnostics.map(\.json))
        line.add("warnings", finding.warnings)
        return line.text
    }
}
