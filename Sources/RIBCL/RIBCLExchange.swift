/// Collects the answer to one block of commands, and knows when it is whole.
public struct RIBCLExchange: Sendable {
    public enum State: Equatable, Sendable {
        /// More is to come.
        case open
        /// The board refused a command that changes nothing: it may still answer the rest, or not.
        case doubtful
        case whole
        case tooLong
        /// It speaks HTTP only.
        case isHTTP
        case notRIBCL
    }

    private let payloads: Int
    private var stream = RIBCLStream()
    public private(set) var reply = RIBCLReply()
    private var isGarbage = false

    public init(_ commands: [RIBCLCommand]) { payloads = commands.filter(\.hasPayload).count }

    public mutating func add(_ bytes: some Collection<UInt8>) -> State {
        stream.add(bytes)
        readDocuments()
        return state
    }

    /// The board has closed the connection.
    public mutating func finish() -> State {
        stream.finish()
        readDocuments()
        let state = state
        guard state == .open || state == .doubtful else { return state }
        return reply.documents > 0 || stream.isEmpty ? .whole : .notRIBCL
    }

    public var hasHeard: Bool { !stream.isEmpty }

    private mutating func readDocuments() {
        while !isGarbage, let document = stream.next() {
            if !reply.read(document) { isGarbage = true }
        }
    }

    private var state: State {
        if stream.isTooLong { return .tooLong }
        if stream.isHTTP { return .isHTTP }
        if isGarbage { return .notRIBCL }
        if reply.payloads >= payloads { return .whole }
        guard let refusal = reply.refusals.last else { return .open }
        return refusal.meaning == .already ? .doubtful : .whole
    }
}
