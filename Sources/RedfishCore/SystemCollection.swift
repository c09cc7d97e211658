import Wire

/// The systems that a service manages.
struct SystemCollection: Equatable, Sendable {
    var members: [ResourcePath]
    /// There are more than can be taken from what it lists here.
    var hasMore: Bool

    /// Nil where this is no collection.
    init?(_ json: JSONValue) {
        guard case .array(let elements) = json["Members"] else { return nil }
        members = elements.compactMap { ResourcePath(link: $0) }
        let count = json["Members@odata.count"]?.number ?? 0
        hasMore =
            json["Members@odata.nextLink"] != nil || count > Int64(members.count) || elements.count > members.count
    }
}
