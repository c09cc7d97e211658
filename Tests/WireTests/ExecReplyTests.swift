import ClusterModel
import TestRig
import Testing
import Wire

@Suite struct ExecReplyTests {
    static let description = DeviceDescription(
        type: "external/ipmi", deviceID: "IPMI", text: "Für jeden Knoten\n<one>", url: "",
        parameters: [
            .init(
                name: "ipaddr", type: "string", fallback: nil, brief: "", text: "", isRequired: true, isListed: true,
                isSecret: false, isUnique: true, isHost: true),
            .init(
                name: "passwd", type: "string", fallback: nil, brief: "Password", text: "", isRequired: true,
                isListed: true, isSecret: true, isUnique: false),
            .init(
                name: "ipport", type: "integer", fallback: "623", brief: "", text: "Port", isRequired: false,
                isListed: false, isSecret: false, isUnique: true),
            .init(
                name: "empty", type: "string", fallback: "", brief: "", text: "", isRequired: false, isListed: true,
                isSecret: false, isUnique: false),
        ])

    static let kinds: [DeviceKind] = [.power(evidenceMax: .accepted), .check, .person]
    static let sayings: [ExecReply.Saying] = [
        .text, .cause, .identity, .hint, .host, .progress, .warning, .life,
    ]
    static let endings: [ExecReply.Ending] = [
        .returned, .exited(status: 3), .signal(11), .deadline, .cancelled, .notBegun(errno: 12),
    ]

    static let begun = ExecReply.Begun(pid: 4711, action: .off, target: "pm01", deadlineMilliseconds: 123_456_789_012)

    /// One of every kind.
    static let replies: [ExecReply] =
        kinds.map { .ready(DeviceDescription(type: "t", deviceID: "", text: "", url: "", kind: $0, parameters: [])) }
        + [.ready(description), .begun(id: 3, begun), .caughtUp, .refused(reason: "it has no act()")]
        + sayings.map { .said(id: .max, $0, "words: \($0)") }
        + endings.map { .done(id: 7, .init(ending: $0, code: 4711, evidence: 3, outputTail: "tail\n")) }

    static func decodeAll(_ bytes: [UInt8]) throws -> [ExecReply] {
        var buffer = bytes[...]
        var decoded: [ExecReply] = []
        while let reply = try ExecReply.next(from: &buffer) { decoded.append(reply) }
        #expect(buffer.isEmpty)
        return decoded
    }

    @Test func everyReplyComesOutAsItWentIn() throws {
        #expect(try Self.decodeAll(Self.replies.flatMap(ReplyEncoder.encode)) == Self.replies)
    }

    @Test func randomRepliesComeOutAsTheyWentIn() throws {
        for seed in UInt64(1)...50 {
            var generator = SeededGenerator(seed: seed)
            let replies = (0..<20).map { _ in ExecReply.random(using: &generator) }
            #expect(try Self.decodeAll(replies.flatMap(ReplyEncoder.encode)) == replies, "seed \(seed)")
        }
    }

    @Test func aFrameSplitAnywhereWaitsForTheRest() throws {
        for reply in Self.replies {
            let bytes = ReplyEncoder.encode(reply)
            for place in 0..<bytes.count {
                var buffer = bytes[..<place]
                let early = try ExecReply.next(from: &buffer)
                #expect(early == nil && buffer.count == place)
                buffer = ArraySlice(Array(buffer) + bytes[place...])
                let whole = try ExecReply.next(from: &buffer)
                #expect(whole == reply)
                #expect(buffer.isEmpty)
            }
        }
    }

    @Test func framesThatComeByteByByteAreAllRead() throws {
        var buffer: ArraySlice<UInt8> = []
        var decoded: [ExecReply] = []
        for byte in Self.replies.flatMap(ReplyEncoder.encode) {
            buffer.append(byte)
            while let reply = try ExecReply.next(from: &buffer) { decoded.append(reply) }
        }
        #expect(decoded == Self.replies)
    }

    /// The length says less than the fields need: wherever the frame is cut, it is refused.
    @Test func aFrameCutAnywhereIsRefused() {
        for reply in Self.replies {
            let bytes = ReplyEncoder.encode(reply)
            for length in 9..<(bytes.count - 4) {
                let cut = Self.bigEndian(UInt32(length))[...] + bytes[4..<(4 + length)]
                #expect(throws: WireError.truncated) { try Self.read(cut) }
            }
        }
    }

    @Test func bytesBehindTheLastFieldAreRefused() {
        for reply in Self.replies {
            let bytes = ReplyEncoder.encode(reply)
            let longer = Self.bigEndian(UInt32(bytes.count - 3))[...] + bytes[4...] + [0]
            #expect(throws: WireError.trailing) { try Self.read(longer) }
        }
    }

    @Test(arguments: [0, 1, 8, UInt32(ExecReply.frameBytesMax) + 1, 0x7FFF_FFFF, .max])
    func aLengthNoFrameCanHaveIsRefusedAtOnce(length: UInt32) {
        let buffer = Self.bigEndian(length)[...]
        #expect(throws: WireError.badLength(length)) { try Self.read(buffer) }
    }

    @Test(arguments: [0, 1, 2, 15, 22, 255] as [UInt8])
    func anUnknownKindIsRefused(kind: UInt8) {
        let buffer = ReplyEncoder.frame(kind, id: 1) { _ in }[...]
        #expect(throws: WireError.badKind(kind)) { try Self.read(buffer) }
    }

    @Test func anUnknownSayingIsSkipped() throws {
        let unknown = ReplyEncoder.frame(18, id: 1) {
            $0.put(UInt32(99))
            $0.put("from a later release")
        }
        let known = ExecReply.said(id: 1, .host, "pm01")
        #expect(try Self.decodeAll(unknown + ReplyEncoder.encode(known)) == [known])
        #expect(try Self.decodeAll(unknown).isEmpty)
    }

    @Test func anActionThatIsNoneIsRefused() {
        let buffer = ReplyEncoder.frame(20, id: 1) {
            for value in [4711, 8] as [UInt32] { $0.put(value) }
        }[...]
        #expect(throws: WireError.badValue("action", 8)) { try Self.read(buffer) }
    }

    @Test func anUnknownEndingIsRefused() {
        let buffer = ReplyEncoder.frame(19, id: 1) {
            for value in [6, 0, 0, 0] as [UInt32] { $0.put(value) }
            $0.put("")
        }[...]
        #expect(throws: WireError.badValue("ending", 6)) { try Self.read(buffer) }
    }

    /// A plugin that does not say what it can prove may prove all.
    @Test func noEvidenceMaxIsReadBack() throws {
        let replies = try Self.decodeAll(Self.readyFrame(kind: 0, evidenceMax: 0))
        guard case .ready(let description) = replies.first else {
            Issue.record("no READY")
            return
        }
        #expect(description.kind == .power(evidenceMax: .readBack))
    }

    @Test func aKindOrEvidenceThatIsNoneIsRefused() {
        #expect(throws: WireError.badValue("kind", 3)) { try Self.read(Self.readyFrame(kind: 3, evidenceMax: 0)[...]) }
        #expect(throws: WireError.badValue("evidence", 4)) {
            try Self.read(Self.readyFrame(kind: 0, evidenceMax: 4)[...])
        }
    }

    private static func readyFrame(kind: UInt32, evidenceMax: UInt32) -> [UInt8] {
        ReplyEncoder.frame(16, id: 0) {
            for text in ["t", "d", "x", "u"] { $0.put(text) }
            for value in [kind, evidenceMax, 0] { $0.put(value) }
        }
    }

    @Test func moreParametersThanAnyPluginHasAreRefused() {
        let buffer = ReplyEncoder.frame(16, id: 0) {
            for text in ["t", "d", "x", "u"] { $0.put(text) }
            for value in [0, 0, 129] as [UInt32] { $0.put(value) }
        }[...]
        #expect(throws: WireError.badValue("parameter count", 129)) { try Self.read(buffer) }
    }

    @Test func textThatIsNotUTF8LosesNoResult() throws {
        let frame = ReplyEncoder.frame(18, id: 5) {
            for value in [1, 3, 0x61FF_62] as [UInt32] { $0.put(value) }
        }
        var bytes = frame
        bytes.remove(at: bytes.count - 4)
        bytes.replaceSubrange(0..<4, with: Self.bigEndian(UInt32(bytes.count - 4)))
        #expect(try Self.decodeAll(bytes) == [.said(id: 5, .text, "a\u{FFFD}b")])
    }

    @Test func randomBytesNeverTrap() {
        for seed in UInt64(1)...2000 {
            var generator = SeededGenerator(seed: seed)
            let kind = UInt8.random(in: 15...22, using: &generator)
            let body = [kind] + generator.bytes(Int.random(in: 8...400, using: &generator))
            var buffer = (Self.bigEndian(UInt32(body.count)) + body)[...]
            while let reply = try? ExecReply.next(from: &buffer) { _ = ReplyEncoder.encode(reply) }
        }
    }

    @Test func oneByteChangedNeverTraps() {
        for reply in Self.replies {
            let bytes = ReplyEncoder.encode(reply)
            for place in bytes.indices {
                for change in [0x01, 0x80, 0xFF] as [UInt8] {
                    var changed = bytes[...]
                    changed[place] ^= change
                    while (try? ExecReply.next(from: &changed)) != nil {}
                }
            }
        }
    }

    private static func read(_ bytes: ArraySlice<UInt8>) throws(WireError) -> ExecReply? {
        var buffer = bytes
        return try ExecReply.next(from: &buffer)
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
}

extension ExecReply {
    fileprivate static func random(using generator: inout SeededGenerator) -> ExecReply {
        let id = generator.next()
        let text = String(decoding: generator.bytes(Int.random(in: 0...60, using: &generator)), as: UTF8.self)
        switch Int.random(in: 0...4, using: &generator) {
        case 0: return .refused(reason: text)
        case 1: return .said(id: id, ExecReplyTests.sayings.randomElement(using: &generator) ?? .text, text)
        case 2:
            var description = ExecReplyTests.description
            description.text = text
            description.parameters.shuffle(using: &generator)
            return .ready(description)
        case 3:
            var begun = ExecReplyTests.begun
            begun.pid = Int32(truncatingIfNeeded: ~id)
            begun.target = text
            return .begun(id: id, begun)
        default:
            let ending = ExecReplyTests.endings.randomElement(using: &generator) ?? .returned
            let code = UInt32.random(in: 0...UInt32.max, using: &generator)
            return .done(id: id, .init(ending: ending, code: code, evidence: ~code, outputTail: text))
        }
    }
}
