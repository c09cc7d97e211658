import ClusterModel
import Foundation
import Runtime
import Synchronization
import TestRig

/// What a daemon hears of its fork servers, as words, for a test on another thread.
final class AgentEvents: AgentServer.Listener, KeptServer.Listener, Sendable {
    private let said = Mutex<[String]>([])

    var all: [String] { said.withLock { $0 } }

    /// Waits for one that begins so.
    func has(_ beginning: String) -> Bool { eventually { all.contains { $0.hasPrefix(beginning) } } }

    private func say(_ text: String) { said.withLock { $0.append(text) } }

    func ready(_ server: AgentServer) { say("ready") }
    func unusable(_ server: AgentServer, _ reason: String) { say("unusable \(reason)") }
    func unkept(_ server: AgentServer, _ path: String) { say("unkept") }
    func began(_ action: UInt64, pid: Int32) { say("began \(action) \(pid)") }
    func progress(_ action: UInt64, _ text: String) { say("progress \(action) \(text)") }
    func ended(_ action: UInt64, _ outcome: AgentOutcome) { say("ended \(action) \(Self.words(outcome))") }

    func found(
        _ server: KeptServer, _ action: UInt64, pid: Int32, _ what: AgentAction, target: String, deadline: Instant
    ) {
        say("found \(action) \(pid) \(what.name) \(target) \(deadline.milliseconds)")
    }

    func ended(_ server: KeptServer, _ action: UInt64, _ outcome: AgentOutcome) {
        say("ended \(action) \(Self.words(outcome))")
    }

    func caughtUp(_ server: KeptServer) { say("caught up") }
    func lost(_ server: KeptServer, _ reason: String) { say("lost \(reason)") }

    private static func words(_ outcome: AgentOutcome) -> String {
        "\(outcome.code) \(outcome.evidence) \(outcome.cause ?? "-")"
    }
}
