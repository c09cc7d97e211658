import ClusterModel
import Control

/// `stonith monitor`: asks one device whether it works.
struct MonitorTask: VerbTask {
    let device: String

    /// The daemon ends it within the device's own timeout.
    private static let spanMilliseconds: Int64 = 900_000

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
        device = try arguments.operand("device")
        guard (1...ControlLimits.deviceBytesMax).contains(device.utf8.count), device == Terminal.plain(device) else {
            throw VerbArguments.Misuse(text: "\(device) is not the id of a device")
        }
    }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        let body = try session.ask(.monitor(device: device), withinMilliseconds: Self.spanMilliseconds)
        guard case .monitor(let report) = body else { throw .badAnswer("no report on a device") }
        if !session.asJSON { show(report, session.terminal) }
        return report.code.exitStatus
    }

    private func show(_ report: MonitorReport, _ terminal: Terminal) {
        let name = "\(report.device) (\(report.type))"
        let detail = report.text.isEmpty ? "" : ": \(report.text)"
        guard report.code != .ok else {
            terminal.answer(Terminal.plain("\(name) works\(detail) (\(Span(report.milliseconds)))") + "\n")
            return
        }
        let cause = report.cause ?? report.code.word
        terminal.message(.error, "\(name) does not work (\(cause), \(Span(report.milliseconds)))\(detail)")
    }
}
