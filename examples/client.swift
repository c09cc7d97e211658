// Fences a node with stonithd and says how that goes: client NODE [REASON]
// It ends as `stonith fence` does: 0 fenced, 5 failed, 102 no daemon, and so on (stonith(8)).
import Glibc
import StonithClient

@main
struct ExampleClient {
    static func main() async {
        guard let node = CommandLine.arguments.dropFirst().first.flatMap(NodeName.init) else {
            print("usage: client NODE [REASON]")
            exit(ExitStatus.misuse.rawValue)
        }
        let reason = CommandLine.arguments.dropFirst(2).joined(separator: " ")
        exit(await fence(node, reason))
    }

    nonisolated static func fence(_ node: NodeName, _ reason: String) async -> Int32 {
        let client = StonithClient(name: "example client")
        do throws(StonithError) {
            let verdict = try await client.fence(node, reason: reason, progress: say)
            print("\(node): \(verdict.outcome.rawValue) (evidence: \(verdict.evidence.word)). \(verdict.text)")
            return ExitStatus(verdict).rawValue
        } catch {
            print("\(node): \(error.text)")
            return error.exitStatus
        }
    }

    /// Comes from a thread of the call's own.
    @Sendable nonisolated static func say(_ progress: FenceCall.Progress) {
        switch progress {
        case .event(let event): say(event)
        case .lost(let error): print("  \(error.text); trying again")
        case .connectedAgain: print("  connected again")
        case .tick: break
        }
    }

    nonisolated static func say(_ event: FencingEvent) {
        switch event.body {
        case .level(let level, let levels, let devices):
            print("  level \(level) of \(levels): \(devices.joined(separator: ", "))")
        case .began(let step): print("  \(step.device) begins to \(step.action.name) (pid \(step.pid))")
        case .ended(let step): print("  \(step.device): \(step.code?.word ?? "open") \(step.text)")
        case .person(_, let device): print("  \(device) asks a person: stonith confirm \(event.node)")
        case .accepted, .joined, .queued, .delayed, .progress, .confirmed, .done:
            print("  \(event.body.name), \(event.leftMilliseconds) ms left")
        }
    }
}
