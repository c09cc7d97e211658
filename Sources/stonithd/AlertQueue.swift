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
    private var newest: UInt64 = 0
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

    /// Whether the end of run `number` tells how the program is now: not when a later one ended before it.
    mutating func isNews(_ number: UInt64) -> Bool {
        guard number > newest else { return false }
        newest = number
        return true
    }
}
