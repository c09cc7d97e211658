/// Why a node must be fenced, in the order in which the reasons were found; the first one is printed.
public struct FenceReason: Equatable, Sendable {
    /// In 2.1.5's words: "peer is no longer part of the cluster".
    public var text: String
    /// `off` where a reboot would not do, else the cluster's action.
    public var action: String?

    public init(_ text: String, action: String? = nil) {
        self.text = text
        self.action = action
    }
}
