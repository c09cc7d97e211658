import ClusterModel

/// The runs of one alert: a few at once, some that wait, the rest dropped and counted.
struct AlertQueue {
    struct Run {
        var environment: [Parameter]
        var timeoutMilliseconds: Int64
    }

    static let runningMax = 4
    static let waitingMax = 64

    private var waiting: [Run] = []
    private(set) var running = 0
    /// Since the daemon started.
    private(set) var dropped: Int64 = 0

    var isIdle: Bool { running == 0 && waiting.isEmpty }

    /// False when it is dropped.
    mutating func add(_ run: Run) -> Bool {
        guard waiting.count < Self.waitingMax else {
            dropped += 1
            return false
        }
        waiting.append(run)
        return true
    }

    /// The next one that may begin now.
    mutating func next() -> Run? {
        guard running < Self.runningMax, !waiting.isEmpty else { return nil }
        running += 1
        return waiting.removeFirst()
    }

    mutating func ended() { running -= 1 }
}
