import ClusterModel

/// Whether what the daemon says reaches its journal.
public struct JournalState: Sendable, Equatable {
    /// Since when it does not; nil while it does.
    public var behindSince: Instant?
    /// Why, in words for an operator; empty while it does.
    public var reason = ""
    /// Entries that had no room and are in no journal; a `gap` stands in their place.
    public var lostEntries: Int64 = 0

    public init() {}

    public var isDurable: Bool { behindSince == nil }
}
