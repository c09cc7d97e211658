/// What was written to the FIFO.
///
/// cluster-glue's `meatclient` writes 256 bytes: `meatware reply NODE`, a NUL and whatever lay in its memory. Ours and
/// a shell's `echo` write one line. cluster-glue's plugin compares only as much of the name as the reply has, so that
/// `pm0` confirms `pm01`; here the whole name must be there.
enum OperatorReply: Equatable {
    case confirmed
    /// Something else, as far as it is shown.
    case strange(String)

    /// What cluster-glue's client writes at once, and the longest reply that is looked at.
    private static let recordBytes = 256
    private static let shownBytes = 60

    /// - Parameter bytes: all that was there to be read. Writers write in one piece, so no reply is cut.
    static func replies(in bytes: [UInt8], for node: String) -> [OperatorReply] {
        var replies: [OperatorReply] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0 && $0 != UInt8(ascii: "\n") }
            let endsInNUL = rest.dropFirst(line.count).first == 0
            rest = rest.dropFirst(endsInNUL ? max(recordBytes, line.count + 1) : line.count + 1)
            if let reply = OperatorReply(line, for: node) { replies.append(reply) }
        }
        return replies
    }

    /// Nil for an empty line, which says nothing.
    private init?(_ line: ArraySlice<UInt8>, for node: String) {
        let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" || $0 == "\r" }
        guard !words.isEmpty else { return nil }
        let isReply =
            line.count < Self.recordBytes && words.joined(separator: " ").lowercased() == "meatware reply \(node)"
        self = isReply ? .confirmed : .strange(String(decoding: line.prefix(Self.shownBytes), as: UTF8.self))
    }
}
