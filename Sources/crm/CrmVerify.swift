import CibXML
import ClusterModel
import Options

/// `crm_verify`: says what is wrong with a CIB in a file, a pipe or an argument.
enum CrmVerify {
    /// - Parameter arguments: the tool's name, then what belongs to it.
    static func run(_ arguments: [String]) -> Int32 {
        do throws(VerifyRequest.Refusal) {
            let request = try VerifyRequest(arguments)
            guard let source = request.source else {
                Terminal.answer(request.isHelp ? VerifyRequest.help : Release.line("crm_verify"))
                return ExitCode.ok.rawValue
            }
            return verify(source, request).rawValue
        } catch {
            Terminal.complain("crm_verify", error.text)
            return error.code.rawValue
        }
    }

    private static func verify(_ source: XMLSource, _ request: VerifyRequest) -> ExitCode {
        let bytes: [UInt8]
        do throws(FileBytes.Failure) { bytes = try source.read() } catch {
            Terminal.complain("crm_verify", error.text)
            return error.errno == 0 ? .badData : .error
        }
        do throws(CIBError) {
            let reading = try CIBReading(bytes)
            var doubts: [Diagnostic] = []
            if !reading.hasMistakes {
                doubts = CIBReview.findings(reading.document)
                if !doubts.contains(where: { $0.severity == .mistake }) {
                    doubts += SchedulerReview.findings(reading.document)
                }
            }
            // That no schema counts is always said.
            let shown = reading.findings + doubts.filter { $0.severity == .mistake || request.isVerbose }
            return report(shown, bytes, source.name, request)
        } catch {
            return refuse(error, source.name)
        }
    }

    private static func refuse(_ error: CIBError, _ name: String) -> ExitCode {
        if case .otherRoot = error.reason {
            Terminal.complain("crm_verify", "\(name): \(error.text)")
            Terminal.complain(
                "crm_verify", "This tool can only check complete configurations (i.e. those starting with <cib>).")
            return .protocolNotSupported
        }
        Terminal.complain("crm_verify", "\(name): \(error.text)")
        return .badConfiguration
    }

    private static func report(
        _ findings: [Diagnostic], _ bytes: [UInt8], _ name: String, _ request: VerifyRequest
    ) -> ExitCode {
        for finding in findings {
            let lines = finding.rendered(file: name).split(separator: "\n").map { Terminal.plain(String($0)) + "\n" }
            Terminal.write(Array(lines.joined().utf8), to: 2)
        }
        var saved = ExitCode.ok
        if let path = request.saved {
            do throws(FileBytes.Failure) { try FileBytes.write(bytes, to: path) } catch {
                let failure = ToolFailure(writing: error)
                Terminal.complain("crm_verify", failure.text)
                saved = failure.code
            }
        }
        guard findings.contains(where: { $0.severity == .mistake }) else { return saved }
        Terminal.complain("crm_verify", "Errors found during check: config not valid")
        if !request.isVerbose { Terminal.write(Array("-V may provide more details\n".utf8), to: 2) }
        return .badConfiguration
    }
}

extension Release {
    static func line(_ tool: String) -> String { "\(tool) \(number) (swift-stonith)\n" }
}
