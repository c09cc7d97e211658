import ClusterModel

/// What the operator is asked before a confirmation, and which answer is enough.
///
/// The warning is cluster-glue's, which operators know. Its client takes `Y` for no and puts the answer into three
/// bytes, so that `yes` overruns them; neither is so here.
struct Question: Equatable {
    let node: NodeName
    /// What shows that the node lives.
    let life: [String]
    /// `--force` was given: a y is enough then whatever shows.
    let isForced: Bool

    private var wantsName: Bool { !life.isEmpty && !isForced }

    var text: String {
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
            + life.map { "  \(Console.plain($0))\n" }.joined()
    }

    /// How the node is confirmed by this answer; nil when it is not.
    func manner(of answer: String) -> Confirmation.Manner? {
        let words = answer.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        guard words.count == 1 else { return nil }
        if wantsName { return words[0] == node.description ? .typed : nil }
        guard words[0] == "y" || words[0] == "yes" else { return nil }
        return isForced ? .forced : .answered
    }
}
