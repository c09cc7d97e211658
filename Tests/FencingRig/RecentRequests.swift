import ClusterModel

/// The ids that clients of a made-up world used lately.
struct RecentRequests {
    private(set) var open: [RequestID] = []
    private(set) var all: [FencingRequest] = []
    private var count = 0

    mutating func newID() -> RequestID? {
        count += 1
        return RequestID("r\(count)")
    }

    mutating func add(_ request: FencingRequest) {
        open.append(request.id)
        all.append(request)
        if all.count > 20 { all.removeFirst() }
    }

    /// False when it was answered before.
    mutating func close(_ id: RequestID) -> Bool {
        let count = open.count
        open.removeAll { $0 == id }
        return open.count < count
    }
}
