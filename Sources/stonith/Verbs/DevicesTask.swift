import Control

/// `stonith devices`: the devices as a table.
struct DevicesTask: VerbTask {
    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) { try arguments.noOperand() }

    func perform(_ session: VerbSession) throws(DaemonError) -> Int32 {
        guard case .devices(let devices) = try session.ask(.devices) else { throw .badAnswer("no devices") }
        if !session.asJSON { session.terminal.answer(text(devices)) }
        return ExitStatus.done.rawValue
    }

    private func text(_ devices: [DeviceReport]) -> String {
        guard !devices.isEmpty else { return "no devices are configured\n" }
        return DeviceTable(devices, Ink(isOn: Terminal.answersAreColoured)).text
    }
}
