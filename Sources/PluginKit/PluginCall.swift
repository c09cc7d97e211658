import CStonithPlugin
import DeviceParameters

/// One call of `act()`: what is asked, and where the answers go.
public struct PluginCall {
    private let request: UnsafePointer<stonith_request>
    private let reply: UnsafeMutablePointer<stonith_reply>
    /// When the action must have ended: the caller kills a little later, which leaves time to say why.
    public let deadline: Deadline

    private static let marginMilliseconds: Int64 = 200

    /// Where the first request ended; what is behind it came later.
    private static let flagsOffset =
        MemoryLayout<stonith_request>.offset(of: \.flags) ?? MemoryLayout<stonith_request>.size

    /// Nil when the caller handed over nothing, or structs smaller than this ABI's first.
    public init?(_ request: UnsafePointer<stonith_request>?, _ reply: UnsafeMutablePointer<stonith_reply>?) {
        guard let request, let reply, request.pointee.size >= Self.flagsOffset,
            reply.pointee.size >= MemoryLayout<stonith_reply>.size
        else { return nil }
        self.request = request
        self.reply = reply
        let span = request.pointee.milliseconds_left
        deadline = Deadline(inMilliseconds: max(span / 2, span - Self.marginMilliseconds))
    }

    public var action: stonith_action { stonith_action(request.pointee.action) }
    /// A reset that finds the target off leaves it off.
    public var leavesOff: Bool {
        guard request.pointee.size >= Self.flagsOffset + MemoryLayout<UInt32>.size else { return false }
        return request.pointee.flags & UInt32(STONITH_LEAVE_OFF) != 0
    }
    public var target: String { request.pointee.target.map { String(cString: $0) } ?? "" }
    public var millisecondsLeft: Int64 { request.pointee.milliseconds_left }
    public var isCancelled: Bool { request.pointee.cancelled.map { $0.pointee != 0 } ?? false }

    /// The value of a parameter; nil where it is not set or empty.
    public func parameter(_ name: String) -> String? {
        guard let value = request.pointee.parameter(request, name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    public var parameters: ParameterReader { ParameterReader(parameter) }

    public func say(_ what: stonith_say, _ text: String) { reply.pointee.say(reply, what.rawValue, text) }

    public func set(_ evidence: stonith_evidence) { reply.pointee.evidence = evidence.rawValue }

    /// A success and what it rests on.
    public func succeed(_ evidence: stonith_evidence = STONITH_EVIDENCE_NONE, _ text: String? = nil) -> Int32 {
        set(evidence)
        if let text { say(STONITH_SAY_TEXT, text) }
        return Int32(STONITH_S_OK.rawValue)
    }

    /// A failure: its code, its cause as a word for programs, and what an operator should do.
    public func fail(_ code: stonith_code, _ cause: String, _ text: String) -> Int32 {
        set(STONITH_EVIDENCE_NONE)
        say(STONITH_SAY_CAUSE, cause)
        say(STONITH_SAY_TEXT, text)
        return Int32(code.rawValue)
    }
}
