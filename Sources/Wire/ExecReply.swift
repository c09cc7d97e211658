import ClusterModel

/// What `stonith-exec` answers: one `ready` or `refused`, then for each action `begun` when it has a process, any
/// number of `said`, and one `done`. A client that came later is told so of all that is kept, and then that it has
/// caught up.
public enum ExecReply: Sendable, Equatable {
    case ready(DeviceDescription)
    case refused(reason: String)
    case begun(id: UInt64, Begun)
    case said(id: UInt64, Saying, String)
    case done(id: UInt64, Result)
    /// What comes from now on is new.
    case caughtUp

    /// What an action is, for a client that did not ask for it itself.
    public struct Begun: Sendable, Equatable {
        /// Of its process; 0 where it had none.
        public var pid: Int32
        public var action: AgentAction
        /// The first 255 bytes of it; empty where the action has no target.
        public var target: String
        /// Milliseconds of CLOCK_BOOTTIME.
        public var deadlineMilliseconds: Int64

        public init(pid: Int32, action: AgentAction, target: String, deadlineMilliseconds: Int64) {
            self.pid = pid
            self.action = action
            self.target = target
            self.deadlineMilliseconds = deadlineMilliseconds
        }
    }

    /// Raw values are those of `enum stonith_say` in `stonith_plugin.h`.
    public enum Saying: UInt32, Sendable {
        case text = 1
        case cause = 2
        case identity = 3
        case hint = 4
        case host = 5
        case progress = 6
        case warning = 7
        case life = 8
    }

    /// How the action's process ended.
    public enum Ending: Sendable, Equatable {
        case returned
        case exited(status: UInt32)
        case signal(UInt32)
        case deadline
        case cancelled
        case notBegun(errno: UInt32)
    }

    public struct Result: Sendable, Equatable {
        public var ending: Ending
        /// As the plugin returned it; it may be a number that stands for nothing.
        public var code: UInt32
        public var evidence: UInt32
        public var outputTail: String

        public init(ending: Ending, code: UInt32, evidence: UInt32, outputTail: String) {
            self.ending = ending
            self.code = code
            self.evidence = evidence
            self.outputTail = outputTail
        }
    }

    /// A whole frame may not be longer.
    public static let frameBytesMax = 256 * 1024
    private static let parametersMax = 128

    /// Takes the first whole frame off the buffer and decodes it; nil when more bytes are needed.
    /// A kind of saying this release does not know is skipped.
    public static func next(from buffer: inout ArraySlice<UInt8>) throws(WireError) -> ExecReply? {
        while let frame = try takeFrame(from: &buffer) {
            if let reply = try decode(frame) { return reply }
        }
        return nil
    }

    private static func takeFrame(from buffer: inout ArraySlice<UInt8>) throws(WireError) -> ArraySlice<UInt8>? {
        guard buffer.count >= 4 else { return nil }
        var head = FrameReader(buffer.prefix(4))
        let length = try head.integer(UInt32.self)
        guard length >= 9, length <= frameBytesMax else { throw .badLength(length) }
        let whole = 4 + Int(length)
        guard buffer.count >= whole else { return nil }
        defer { buffer = buffer.dropFirst(whole) }
        return buffer.prefix(whole).dropFirst(4)
    }

    private static func decode(_ frame: ArraySlice<UInt8>) throws(WireError) -> ExecReply? {
        var fields = FrameReader(frame)
        let kind = try fields.integer(UInt8.self)
        let id = try fields.integer(UInt64.self)
        let reply: ExecReply?
        switch kind {
        case 16: reply = .ready(try description(&fields))
        case 17: reply = .refused(reason: try fields.string())
        case 18:
            let saying = Saying(rawValue: try fields.integer(UInt32.self))
            let text = try fields.string()
            reply = saying.map { .said(id: id, $0, text) }
        case 19: reply = .done(id: id, try result(&fields))
        case 20: reply = .begun(id: id, try begun(&fields))
        case 21: reply = .caughtUp
        default: throw .badKind(kind)
        }
        try fields.end()
        return reply
    }

    private static func begun(_ fields: inout FrameReader) throws(WireError) -> Begun {
        let pid = Int32(bitPattern: try fields.integer(UInt32.self))
        let number = try fields.integer(UInt32.self)
        guard let action = AgentAction(rawValue: number) else { throw .badValue("action", number) }
        let deadline = try fields.integer(UInt64.self)
        return Begun(
            pid: pid, action: action, target: try fields.string(), deadlineMilliseconds: Int64(clamping: deadline))
    }

    private static func description(_ fields: inout FrameReader) throws(WireError) -> DeviceDescription {
        var description = DeviceDescription(
            type: try fields.string(), deviceID: try fields.string(), text: try fields.string(),
            url: try fields.string(), kind: try kind(&fields), parameters: [])
        let count = try fields.integer(UInt32.self)
        guard count <= parametersMax else { throw .badValue("parameter count", count) }
        for _ in 0..<count { description.parameters.append(try parameter(&fields)) }
        return description
    }

    /// Raw values are those of `enum stonith_kind` in `stonith_plugin.h`.
    private static func kind(_ fields: inout FrameReader) throws(WireError) -> DeviceKind {
        let number = try fields.integer(UInt32.self)
        let evidence = try fields.integer(UInt32.self)
        switch number {
        case 0:
            guard let most = Evidence(rawValue: evidence) else { throw .badValue("evidence", evidence) }
            return .power(evidenceMax: most == .none ? .readBack : most)
        case 1: return .check
        case 2: return .person
        default: throw .badValue("kind", number)
        }
    }

    private static func parameter(_ fields: inout FrameReader) throws(WireError) -> DeviceDescription.Parameter {
        let name = try fields.string()
        let type = try fields.string()
        let hasFallback = try fields.integer(UInt32.self) != 0
        let fallback = try fields.string()
        let brief = try fields.string()
        let text = try fields.string()
        let flags = try fields.integer(UInt32.self)
        return DeviceDescription.Parameter(
            name: name, type: type, fallback: hasFallback ? fallback : nil, brief: brief, text: text,
            isRequired: flags & 1 != 0, isListed: flags & 2 != 0, isSecret: flags & 4 != 0, isUnique: flags & 8 != 0,
            isHost: flags & 16 != 0, isAlias: flags & 32 != 0)
    }

    private static func result(_ fields: inout FrameReader) throws(WireError) -> Result {
        let number = try fields.integer(UInt32.self)
        let detail = try fields.integer(UInt32.self)
        let ending: Ending
        switch number {
        case 0: ending = .returned
        case 1: ending = .exited(status: detail)
        case 2: ending = .signal(detail)
        case 3: ending = .deadline
        case 4: ending = .cancelled
        case 5: ending = .notBegun(errno: detail)
        default: throw .badValue("ending", number)
        }
        return Result(
            ending: ending, code: try fields.integer(UInt32.self), evidence: try fields.integer(UInt32.self),
            outputTail: try fields.string())
    }
}
