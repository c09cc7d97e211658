import ClusterModel
import CrmSyntax
import FuzzDriver

/// Any bytes as a configuration.
enum FuzzCrmSyntax {
    static func check(_ bytes: [UInt8]) {
        let reading = CrmSyntax.read(bytes)
        precondition(reading.diagnostics.count <= 101, "more diagnostics than the limit")
        let lines = bytes.count { $0 == 0x0A } + 1
        for diagnostic in reading.diagnostics {
            precondition((0...lines).contains(diagnostic.line), "a line that is not there")
            precondition(!diagnostic.text.isEmpty, "a diagnostic without words")
            let shown = diagnostic.rendered(file: "x").utf8
            precondition(!shown.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F }, "a control character")
        }
        check(reading.configuration)
    }

    private static func check(_ configuration: FencingConfiguration) {
        let ids = Set(configuration.devices.map(\.id))
        precondition(ids.count == configuration.devices.count, "two devices of one id")
        precondition(Set(configuration.nodes).count == configuration.nodes.count, "a node twice")
        precondition(configuration.timeoutMilliseconds > 0, "no time at all")
        for device in configuration.devices {
            let names = Set(device.parameters.map(\.name))
            precondition(names.count == device.parameters.count, "a parameter twice")
            precondition(names.isDisjoint(with: ["priority", "stonith-timeout"]), "the daemon's own reaches the agent")
        }
        for level in configuration.topology {
            precondition(!level.devices.isEmpty && level.devices.allSatisfy(ids.contains), "a level of nobody")
        }
        check(configuration.alerts)
    }

    private static func check(_ alerts: [AlertConfiguration]) {
        precondition(alerts.count <= 32 && Set(alerts.map(\.id)).count == alerts.count, "two alerts of one id")
        for alert in alerts {
            precondition(alert.path.hasPrefix("/") && !alert.recipients.isEmpty, "an alert for nobody")
            for recipient in alert.recipients {
                let names = recipient.attributes.map(\.name)
                precondition(Set(names).count == names.count, "an attribute twice")
                precondition(!names.contains { $0.hasPrefix("CRM_alert_") }, "our own word is theirs")
                precondition(recipient.timeoutMilliseconds > 0, "no time at all")
            }
        }
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzCrmSyntax.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

@c(FuzzCrmSyntax_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
