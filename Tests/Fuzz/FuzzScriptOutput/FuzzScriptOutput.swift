import Agents
import ClusterModel
import FuzzDriver
import Options
import Wire

@testable import stonith

/// Texts that others write: what an external script prints, and command lines.
///
/// The first byte chooses what the rest is; texts are separated by NUL.
enum FuzzScriptOutput {
    static func script(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count > 5, let chooser = bytes.first else { return }
        let action = AgentAction.allCases[Int(chooser & 7) % AgentAction.allCases.count]
        let number = Int32(bitPattern: bytes.dropFirst().prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
        let endings: [ExternalScript.Ending] = [.exited(number & 0xFF), .exited(number), .signal(number), .deadline]
        let ending = endings[Int(chooser >> 3) % endings.count]
        let output = FuzzDriver.texts(bytes.dropFirst(5))
        let outcome = ExternalScript.outcome(
            of: action, ending: ending, output: output.first ?? "", errors: output.last ?? "")
        precondition(outcome.code != .ok || ending == .exited(0), "a success of a script that failed")
        precondition(outcome.evidence == .none || outcome.code == .ok && action.changesPower, "evidence of nothing")
        precondition(outcome.hosts.allSatisfy { !$0.isEmpty && !$0.utf8.contains(where: " \t\n\r\u{C}".utf8.contains) })
    }

    /// An argv, read as `main` does, and its secrets overwritten in a copy.
    static func commandLine(_ bytes: ArraySlice<UInt8>) {
        let arguments = ["stonith"] + FuzzDriver.texts(bytes)
        guard let items = try? Invocation.scanner.scan(arguments) else { return }
        for item in items { checkPlace(item, arguments) }
        guard let invocation = try? Invocation(items) else { return }
        precondition((1...).contains(invocation.count) && (1...86_400).contains(invocation.timeoutSeconds ?? 60))
        let names = ["hostname", "passwd"]
        guard case .positional(let values) = invocation.source else { return }
        let parameters = try? ParameterSource.positional(values.reveal(), names: names, option: "-p")
        precondition(parameters.map { $0.map(\.name) == names } ?? true)
    }

    private static func checkPlace(_ item: OptionScanner.Item, _ arguments: [String]) {
        switch item {
        case .option(let name, let value, let place):
            let behind = arguments[place.argument].utf8.dropFirst(place.offset)
            precondition(value.map { $0.utf8.elementsEqual(behind) || name.count > 1 } ?? true, "a value elsewhere")
        case .operand(let text, let place):
            precondition(place.offset == 0 && arguments[place.argument] == text, "an operand elsewhere")
        }
    }

    static func json(_ bytes: ArraySlice<UInt8>) {
        var line = JSONLine()
        for text in FuzzDriver.texts(bytes) { line.add(text, text) }
        precondition(line.text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A }, "a control character in JSON")
        precondition(line.text.utf8.filter { $0 == 0x0A }.count == 1, "more than one line of JSON")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    switch input.first {
    case UInt8(ascii: "s"): FuzzScriptOutput.script(input.dropFirst())
    case UInt8(ascii: "c"): FuzzScriptOutput.commandLine(input.dropFirst())
    case UInt8(ascii: "j"): FuzzScriptOutput.json(input.dropFirst())
    default: break
    }
    return 0
}

@c(FuzzScriptOutput_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
