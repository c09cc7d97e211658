import ClusterModel
import Execution
import TestRig
import Testing
import Wire

/// What only a daemon asks of `external/ipmi`: to leave a node off, and whether it lives.
@Suite(.waiting) struct IPMIServerTests {
    private func perform(_ action: AgentAction, leavesOff: Bool = false, target: String = "pm01", _ bmc: SimulatedBMC)
        throws -> AgentOutcome
    {
        let server = try ForkServer(
            .program(Stage.shared.executor, locksMemory: false), plugin: Stage.shared.plugin("ipmi"))
        let description = try server.describe(timeoutMilliseconds: 10_000)
        #expect(description.kind == .power(evidenceMax: .readBack))
        let parameters = bmc.parameters().map { text in
            let pair = text.split(separator: "=", maxSplits: 1).map(String.init)
            return Parameter(name: pair[0], value: Secret(pair[1]))
        }
        return try server.perform(
            ExecRequest.Order(
                action: action, leavesOff: leavesOff, target: target,
                deadlineMilliseconds: BootClock.milliseconds() + 20_000, parameters: parameters))
    }

    @Test func aResetThatMayLeaveOffLeavesOffWhatIsOff() throws {
        let bmc = try SimulatedBMC("127.0.47.6")
        try bmc.set(on: false)
        let outcome = try perform(.reset, leavesOff: true, bmc)
        #expect(outcome.code == .ok && outcome.evidence == .readBack)
        #expect(outcome.text.contains("left off"))
        #expect(try bmc.log().isEmpty)
        #expect(try !bmc.isOn())
    }

    @Test func aResetThatMayLeaveOffResetsWhatIsOn() throws {
        let bmc = try SimulatedBMC("127.0.47.2")
        #expect(try perform(.reset, leavesOff: true, bmc).code == .ok)
        #expect(try bmc.log() == ["reset 1"])
    }

    @Test func probeSaysLifeOfANodeThatIsOn() throws {
        let bmc = try SimulatedBMC("127.0.47.3")
        let outcome = try perform(.probe, bmc)
        #expect(outcome.code == .ok)
        #expect(outcome.life == ["its power is on"])
        #expect(try perform(.probe, target: "", bmc).life.isEmpty)
        #expect(try perform(.status, bmc).life.isEmpty)
        #expect(try bmc.log().isEmpty)
    }

    @Test func probeSaysNoLifeOfANodeThatIsOff() throws {
        let bmc = try SimulatedBMC("127.0.47.4")
        try bmc.set(on: false)
        let outcome = try perform(.probe, bmc)
        #expect(outcome.code == .ok)
        #expect(outcome.life.isEmpty)
        #expect(try bmc.log().isEmpty)
    }
}
