import Agents
import ClusterModel

/// An RHCS agent run for one action, without a server.
struct AgentRun {
    let path: String
    let agent: RHCSAgent

    func perform(
        _ action: AgentAction, target: NodeName?, plug: String?, parameters: [Parameter], timeoutMilliseconds: Int64
    ) -> AgentOutcome {
        let deadline = BootClock.moment(inMilliseconds: timeoutMilliseconds)
        guard action == .reset, !agent.resets() else { return run(action, target, plug, parameters, until: deadline) }
        var outcome = run(.off, target, plug, parameters, until: deadline)
        guard outcome.code == .ok, agent.powersOn else { return outcome }
        let on = run(.on, target, plug, parameters, until: deadline)
        // The node is down, or was: whether it comes up again is not what decides.
        if on.code != .ok { outcome.warnings.append("it was turned off, and not on again: \(on.text)") }
        return outcome
    }

    private func run(
        _ action: AgentAction, _ target: NodeName?, _ plug: String?, _ parameters: [Parameter],
        until deadline: Int64
    ) -> AgentOutcome {
        let request: RHCSRequest
        do { request = try agent.request(action, target: target, plug: plug, parameters: parameters) } catch {
            return error.outcome
        }
        let result = ScriptRun.run(
            path: path, arguments: [path], environment: Self.environment(without: parameters),
            timeoutMilliseconds: deadline - BootClock.milliseconds(), input: request.lines)
        return request.outcome(ending: result.ending, output: result.output, errors: result.errors)
    }

    /// The caller's, but for what holds a secret of this action (`password=env:NAME`): the agent and all that it starts
    /// would show it for as long as they run.
    static func environment(without parameters: [Parameter]) -> [String] {
        let secrets = parameters.filter { Parameter.isSecret($0.name) }.map { Array($0.value.reveal().utf8) }
        return Environment.entries.filter { entry in
            let value = entry.utf8.drop { $0 != UInt8(ascii: "=") }.dropFirst()
            return !secrets.contains { !$0.isEmpty && $0.elementsEqual(value) }
        }
    }
}
