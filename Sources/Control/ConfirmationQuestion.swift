import ClusterModel
import Glibc

/// What an operator is asked before a confirmation, and which answer is enough.
///
/// The warning is cluster-glue's, which operators know. Its client takes `Y` for no and puts the answer into three
/// bytes, so that `yes` overruns them; neither is so here.
public struct ConfirmationQuestion: Sendable, Equatable {
    public let node: NodeName
    /// What shows that the node lives.
    public let life: [String]
    /// `--force` was given: a y is enough then whatever shows.
    public let isForced: Bool

    public init(node: NodeName, life: [String], isForced: Bool) {
        self.node = node
        self.life = life
        self.isForced = isForced
    }

    private var wantsName: Bool { !life.isEmpty && !isForced }

    public var text: String {
        """

        WARNING!

        If node "\(node)" has not been manually power-cycled or disconnected from all shared resources and networks, \
        data on shared disks may become corrupted and migrated services might not work as expected.
        Please verify that the name or address above corresponds to the node you just rebooted.
        \(proof)
        \(wantsName ? "Type the node's name to confirm, anything else cancels: " : "PROCEED? [yN] ")
        """
    }

    private var proof: String {
        guard !life.isEmpty else { return "" }
        return "\nBUT NODE \"\(node)\" IS ALIVE, as far as can be seen:\n"
            + life.map { "  \(Self.plain($0))\n" }.joined()
    }

    /// It is shown, not obeyed: a control character becomes a `?`.
    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(scalar.properties.generalCategory == .control ? "?" : scalar)
        }
        return String(result)
    }

    /// How the node is confirmed by this answer; nil when it is not.
    public func manner(of answer: String) -> Confirmation.Manner? {
        let words = answer.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        guard words.count == 1 else { return nil }
        if wantsName { return words[0] == node.description ? .typed : nil }
        guard words[0] == "y" || words[0] == "yes" else { return nil }
        return isForced ? .forced : .answered
    }

    // MARK: The operator's answer

    /// An answer may not be longer: one that is, is none.
    private static let answerBytesMax = 512

    /// One line of standard input without its end, or what there is of it at the end of the file; empty when there is
    /// nothing, or too much. Nothing beyond the line is taken.
    public static func readAnswer() -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1, byte != UInt8(ascii: "\n") else { break }
            guard line.count < answerBytesMax else { return "" }
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// `pts/0`; empty where standard input is no terminal.
    public static var terminal: String {
        guard let name = ttyname(STDIN_FILENO) else { return "" }
        let path = String(cString: name)
        return path.hasPrefix("/dev/") ? String(path.dropFirst("/dev/".count)) : path
    }
}
