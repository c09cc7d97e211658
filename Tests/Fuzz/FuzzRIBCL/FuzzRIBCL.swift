import FuzzDriver
import RIBCL

/// What a board may send, in pieces of any size.
///
/// The first byte is what was asked, the second how the bytes are split; the rest is what came.
enum FuzzRIBCL {
    private static let asked: [[RIBCLCommand]] = [
        [.readPower], [.readPower, .setPower(on: false), .readPower], [.readHostData],
        [.readPower, .reset, .readPower],
    ]
    private static let tasks: [PowerPlan.Task] = [.status, .off, .identify, .reset(leavesOff: false)]

    static func hear(_ bytes: ArraySlice<UInt8>, _ choice: Int, chunk: Int) -> RIBCLExchange {
        var exchange = RIBCLExchange(asked[choice])
        var rest = bytes
        while !rest.isEmpty {
            let state = exchange.add(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
            guard state == .open || state == .doubtful else { return exchange }
        }
        _ = exchange.finish()
        return exchange
    }

    /// No success without a reading that says so.
    static func decide(_ reply: RIBCLReply, _ choice: Int) {
        var plan = PowerPlan(tasks[choice], usesButton: false, canReset: true)
        guard case .ask(let commands) = plan.begin() else { preconditionFailure("nothing is asked") }
        plan.leaves(commands)
        guard case .done(let success) = plan.heard(reply, millisecondsLeft: 1000) else { return }
        switch tasks[choice] {
        case .off: precondition(reply.powers.last == false, "off, and nobody said so")
        case .reset: precondition(success.evidence == .accepted && reply.powers.count == 2, "a reset without an answer")
        case .status: precondition(success.isOn == reply.powers.last, "another state than was read")
        case .identify, .on: break
        }
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard input.count > 2 else { return 0 }
    let choice = Int(input[0] % 4)
    let whole = FuzzRIBCL.hear(input[2...], choice, chunk: input.count)
    _ = FuzzRIBCL.hear(input[2...], choice, chunk: Int(input[1]) + 1)
    FuzzRIBCL.decide(whole.reply, choice)
    return 0
}

@c(FuzzRIBCL_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
