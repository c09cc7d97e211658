import Agents
import ClusterModel
import FuzzDriver
import Wire

/// What `stonith-exec` may send: bytes to replies, and what was said to an outcome.
///
/// The first byte is the action asked for, the second how the bytes are split; the rest is what came.
enum FuzzExecReply {
    static func decode(_ bytes: ArraySlice<UInt8>, _ chunk: Int) -> [ExecReply] {
        var replies: [ExecReply] = []
        var buffer: ArraySlice<UInt8> = []
        var rest = bytes
        while !rest.isEmpty {
            buffer = ArraySlice(Array(buffer) + rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
            do throws(WireError) {
                while let reply = try ExecReply.next(from: &buffer) { replies.append(reply) }
            } catch { return replies }
        }
        return replies
    }

    static func collect(_ replies: [ExecReply], _ action: AgentAction) {
        var collector = OutcomeCollector(action: action)
        for reply in replies {
            switch reply {
            case .ready(let description): _ = AgentMetadata.xml(of: description)
            case .begun, .refused, .caughtUp: continue
            case .said(_, let saying, let text): collector.hear(saying, text)
            case .done(_, let result):
                check(collector.finish(result), result, action)
                collector = OutcomeCollector(action: action)
            }
        }
    }

    /// The rule that nodes depend on.
    private static func check(_ outcome: AgentOutcome, _ result: ExecReply.Result, _ action: AgentAction) {
        precondition(outcome.code == .ok || outcome.evidence == .none, "a failure with evidence")
        guard outcome.code == .ok else { return }
        precondition(result.ending == .returned && result.code == 0, "a success that nobody returned")
        precondition(!action.changesPower || outcome.evidence > .none, "a success without evidence")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard input.count > 2 else { return 0 }
    let action = AgentAction.allCases[Int(input[0]) % AgentAction.allCases.count]
    let whole = FuzzExecReply.decode(input[2...], input.count)
    precondition(whole == FuzzExecReply.decode(input[2...], Int(input[1]) + 1), "how it is split changes what is read")
    FuzzExecReply.collect(whole, action)
    return 0
}

@c(FuzzExecReply_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
