import CLinux
import ClusterModel
import Execution
import Glibc
import Options

/// The `stonith` command: cluster-glue's, without a daemon, and with a verb in front the daemon's.
struct StonithCommand {
    private let invocation: Invocation
    private let terminal: Terminal
    private let installation = Installation.ofThisProgram()

    /// cluster-glue's `S_BADCONFIG`, which is also its exit status for misuse.
    private static let misused: Int32 = 1
    private static let hostListFailed: Int32 = 255

    static func main() {
        linux_prepare_process()
        let arguments = CommandLine.arguments
        if JournalCommand.isSelected(by: arguments) { exit(JournalCommand.run(arguments)) }
        if let verb = Verb(selectedBy: arguments) { exit(VerbCommand.run(verb, arguments)) }
        exit(run(arguments))
    }

    private static func run(_ arguments: [String]) -> Int32 {
        let items: [OptionScanner.Item]
        do { items = try Invocation.scanner.scan(arguments) } catch {
            return misuse(Terminal(), error.text)
        }
        let passwordSeen = ArgumentSecrets.overwrite(items)
        do throws(Invocation.Misuse) {
            let invocation = try Invocation(items)
            let terminal = Terminal(isSilent: invocation.isSilent)
            if passwordSeen { warnOfPassword(terminal) }
            return StonithCommand(invocation: invocation, terminal: terminal).perform()
        } catch {
            return misuse(Terminal(), error.text)
        }
    }

    private init(invocation: Invocation, terminal: Terminal) {
        self.invocation = invocation
        self.terminal = terminal
    }

    private static func warnOfPassword(_ terminal: Terminal) {
        terminal.message(
            .warning,
            "a password stood on the command line, where every user of this machine could have read it; it is "
                + "overwritten now. Give passwd=file:PATH or passwd=env:NAME instead, or -F FILE.")
    }

    /// The reason comes last, where it is seen.
    private static func misuse(_ terminal: Terminal, _ text: String) -> Int32 {
        terminal.error("\(Usage.short)\nstonith: \(text) (stonith --help, man 8 stonith)\n")
        return misused
    }

    private func perform() -> Int32 {
        if invocation.showsUsage {
            terminal.answer(Usage.long)
            return 0
        }
        if invocation.showsVersion {
            terminal.answer("stonith: \(Release.number) (swift-stonith)\n")
            return 0
        }
        if invocation.listsTypes { return listTypes() }
        guard let typeText = invocation.type else {
            return invocation.showsHelp
                ? helpOnAll() : Self.misuse(terminal, "-t TYPE is missing; stonith -L lists the types")
        }
        guard let type = DeviceType(typeText) else { return fail("\(typeText) is not a device type", .oops) }
        if invocation.showsHelp || invocation.showsMetadata || invocation.listsNames { return describe(type) }
        guard invocation.listsHosts || invocation.showsStatus || invocation.node != nil else {
            return Self.misuse(terminal, "nothing to do: one of -n, -m, -h, -l, -S, or -T ACTION NODE is missing")
        }
        return operate(type)
    }

    private func fail(_ text: String, _ code: OperationCode) -> Int32 {
        terminal.message(.error, text)
        return code.exitStatus
    }

    // MARK: What is there

    private func listTypes() -> Int32 {
        let listing = DeviceCatalog(installation).listing()
        for complaint in listing.complaints { terminal.message(.warning, complaint) }
        terminal.answer(listing.types.map { "\($0)\n" }.joined())
        return 0
    }

    private func describe(_ type: DeviceType) -> Int32 {
        do throws(Device.Failure) {
            let device = try Device(type, in: installation)
            if invocation.showsHelp {
                terminal.answer(help(device))
            } else if invocation.listsNames {
                terminal.answer(try device.configNames().map { "\($0)  " }.joined() + "\n")
            } else {
                terminal.answer(device.metadata(complain: complain))
            }
            return 0
        } catch {
            return fail(error.text, .oops)
        }
    }

    private func complain(_ text: String) { terminal.message(.warning, text) }

    private func help(_ device: Device) -> String {
        let about = device.about(complain: complain)
        let text =
            "\n\nSTONITH Device: \(device.type) - " + (about.text.map { "\($0)\n" } ?? "")
            + (about.url.map { "For more information see \($0)\n" } ?? "")
        do throws(Device.Failure) {
            let names = try device.configNames().map { "\t\($0)\n" }.joined()
            return text + "List of valid parameter names for \(device.type) STONITH device:\n\(names)\(Usage.device)"
        } catch {
            complain(error.text)
            return text
        }
    }

    private func helpOnAll() -> Int32 {
        terminal.answer(Usage.short + "\nSTONITH -t device types and associated configuration details:\n")
        for type in DeviceCatalog(installation).listing().types {
            do throws(Device.Failure) {
                terminal.answer(help(try Device(type, in: installation)))
            } catch {
                terminal.message(.error, error.text)
            }
        }
        return 0
    }

    // MARK: Operations

    private func operate(_ type: DeviceType) -> Int32 {
        var target = ""
        if let node = invocation.node {
            guard let name = NodeName(node) else { return fail("\(node) is not a node name", .badHost) }
            target = name.description
        }
        do {
            let device = try Device(type, in: installation)
            guard invocation.source != .none || needsNothing(device) else {
                return Self.misuse(
                    terminal, "Must specify either -p option, -F option, -E option, or name=value style arguments")
            }
            let parameters = try ParameterSource.parameters(invocation, names: try device.configNames())
            if let unknown = unknownParameter(parameters, device) { return fail(unknown, .badConfig) }
            warnOfMissingHosts(parameters, device, target)
            var status: Int32 = 0
            for _ in 0..<invocation.count { status = once(device, parameters, target) }
            return status
        } catch let error as Device.Failure {
            return fail(error.text, .oops)
        } catch let error as ParameterSource.Failure {
            return fail(error.text, .badConfig)
        } catch {
            preconditionFailure("nothing above throws anything else: \(error)")
        }
    }

    /// A misspelt parameter must not be dropped in silence: it may be the one that keeps the wrong node safe.
    private func unknownParameter(_ parameters: [Parameter], _ device: Device) -> String? {
        guard let known = device.parameterNames else { return nil }
        let unknown = parameters.map(\.name).first { !known.contains($0) && !$0.hasPrefix("remembered.") }
        return unknown.map { "\(device.type) has no parameter \($0); it has \(known.joined(separator: ", "))" }
    }

    private func warnOfMissingHosts(_ parameters: [Parameter], _ device: Device, _ target: String) {
        guard !target.isEmpty, device.parameterNames?.contains("hostname") == true else { return }
        guard !parameters.contains(where: { $0.name == "hostname" && !$0.value.reveal().isEmpty }) else { return }
        terminal.message(
            .warning, "hostname is not set: nothing keeps \(device.type) from powering another node than \(target)")
    }

    /// Whether the device says that it has no parameters.
    private func needsNothing(_ device: Device) -> Bool {
        do { return try device.configNames().isEmpty } catch { return false }
    }

    /// Status, then the host list, then the power action, as cluster-glue does; the last of status and power action
    /// decides the exit status, and a host list that fails; of several rounds the last.
    private func once(_ device: Device, _ parameters: [Parameter], _ target: String) -> Int32 {
        var status: Int32 = 0
        if invocation.showsStatus { status = run(.status, device, parameters, "").code.exitStatus }
        if invocation.listsHosts {
            let outcome = run(.list, device, parameters, "")
            if outcome.code != .ok || outcome.hosts.isEmpty { status = Self.hostListFailed }
        }
        if !target.isEmpty { status = run(invocation.action ?? .reset, device, parameters, target).code.exitStatus }
        return status
    }

    private func run(
        _ action: AgentAction, _ device: Device, _ parameters: [Parameter], _ target: String
    ) -> AgentOutcome {
        let begin = BootClock.milliseconds()
        var outcome = device.perform(
            action, target: target, plug: target.isEmpty ? nil : invocation.node, parameters: parameters,
            timeoutMilliseconds: timeoutSeconds(device) * 1000,
            progress: { text in show(text, device) })
        outcome.redact(parameters.filter { Parameter.isSecret($0.name) }.map(\.value))
        OutcomeReport(terminal: terminal, asJSON: invocation.asJSON, verbosity: invocation.verbosity).report(
            outcome, of: action, on: target, type: device.type.description,
            milliseconds: BootClock.milliseconds() - begin)
        return outcome
    }

    /// A person needs longer than a machine; 600 s is what this field gives one.
    private func timeoutSeconds(_ device: Device) -> UInt64 {
        invocation.timeoutSeconds ?? (device.kind == .person ? 600 : 60)
    }

    /// Shows what an action is doing: to whoever wants to know, and always where a person has to act.
    private func show(_ text: String, _ device: Device) {
        if device.kind == .person {
            terminal.message(.warning, text)
        } else if invocation.verbosity > 0 {
            terminal.message(.info, text)
        }
    }
}
