import ClusterModel
import Execution
import TestRig
import Wire

/// A plugin of the stage in a fork server, as the daemon has it.
struct WarmServer {
    let server: ForkServer

    init(_ plugin: String) throws {
        server = try ForkServer(
            .program(Stage.shared.executor, locksMemory: true), plugin: Stage.shared.plugin(plugin))
        _ = try server.describe(timeoutMilliseconds: 10_000)
    }

    /// - Parameter parameters: each as `name=value`.
    static func order(_ parameters: [String], target: String = "pm01") -> ExecRequest.Order {
        ExecRequest.Order(
            action: .reset, target: target, deadlineMilliseconds: BootClock.milliseconds() + 60_000,
            parameters: parameters.map { text in
                let name = text.prefix { $0 != "=" }
                return Parameter(name: String(name), value: Secret(String(text.dropFirst(name.count + 1))))
            })
    }

    /// How long a reset takes, in milliseconds; it must succeed.
    func reset(_ parameters: [String], target: String = "pm01") throws -> Double {
        let order = Self.order(parameters, target: target)
        return try Measuring.clocked {
            let outcome = try server.perform(order)
            guard outcome.code == .ok else { throw Measuring.Failure.failed(outcome.text) }
        }
    }
}
