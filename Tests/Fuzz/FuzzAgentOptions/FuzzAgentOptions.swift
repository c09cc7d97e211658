import Agents
import ClusterModel
import FuzzDriver

/// What RHCS agents are told, and what they answer.
///
/// The first byte chooses what the rest is; texts are separated by NUL.
enum FuzzAgentOptions {
    private static let agent = DeviceType("fence_x").map {
        RHCSAgent(
            $0,
            AgentFacts(
                actions: ["reboot", "off", "on", "status", "monitor", "list"], plugParameter: .plug,
                replacements: ["port": "plug"]))
    }

    /// No name and no value becomes a line of its own, or part of another one.
    static func options(_ bytes: ArraySlice<UInt8>) {
        let texts = FuzzDriver.texts(bytes)
        let pairs = stride(from: 0, to: texts.count - 1, by: 2).map {
            Parameter(name: texts[$0], value: Secret(texts[$0 + 1]))
        }
        guard let request = try? agent?.request(.off, target: NodeName("pm01"), parameters: pairs) else { return }
        let lines = request.lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        precondition(lines.last?.isEmpty == true && lines.count == request.options.count + 1, "a line too many")
        precondition(!request.lines.contains { $0 == 0 || $0 == UInt8(ascii: "\r") }, "what ends a line for others")
        for (line, option) in zip(lines, request.options) {
            let parts = line.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            precondition(parts.count == 2, "a line without a sign")
            precondition(parts[0].elementsEqual(option.name.utf8), "another name")
            precondition(parts[1].elementsEqual(option.value.reveal().utf8), "another value")
            precondition(line.first != UInt8(ascii: "#"), "a comment")
        }
        precondition(request.options.first?.value.reveal() == "off", "another action")
        precondition(request.options.filter { RHCSAgent.isAction($0.name) }.count == 1, "a second action")
    }

    static func answer(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count > 2, let chooser = bytes.first, let agent else { return }
        let action = AgentAction.allCases[Int(chooser) % AgentAction.allCases.count]
        let status = Int32(bytes.dropFirst().first ?? 0)
        guard let request = try? agent.request(action, target: NodeName("pm01"), parameters: []) else { return }
        let output = FuzzDriver.texts(bytes.dropFirst(2))
        let outcome = request.outcome(
            ending: .exited(status), output: output.first ?? "", errors: output.dropFirst().first ?? "")
        let isState = status == 2 && request.word == "status"
        precondition(outcome.code != .ok || status == 0 || isState, "a success of an agent that failed")
        precondition(outcome.evidence == .none || outcome.code == .ok && action.changesPower, "evidence of nothing")
        precondition(outcome.life.isEmpty || action == .probe && status == 0, "life of nobody")
        precondition(outcome.hosts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 } }, "no host's name")
    }

    static func outlets(_ bytes: ArraySlice<UInt8>) {
        let texts = FuzzDriver.texts(bytes)
        let outlets = RHCSOutlet.read(texts.last ?? "", separator: texts.first ?? "")
        precondition(outlets.count <= 4096 && outlets.allSatisfy { !$0.name.isEmpty }, "an outlet without a name")
        precondition(outlets.allSatisfy { ($0.name + $0.alias).utf8.allSatisfy { $0 >= 0x20 } }, "control characters")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    switch input.first {
    case UInt8(ascii: "o"): FuzzAgentOptions.options(input.dropFirst())
    case UInt8(ascii: "a"): FuzzAgentOptions.answer(input.dropFirst())
    case UInt8(ascii: "l"): FuzzAgentOptions.outlets(input.dropFirst())
    default: break
    }
    return 0
}

@c(FuzzAgentOptions_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
