import Foundation

/// The threads of the tests that wait: so many of these run at the same time.
final class WaitingThreads: TaskExecutor {
    static let shared = WaitingThreads(count: 5)

    private let arrived = NSCondition()
    nonisolated(unsafe) private var jobs: [UnownedJob] = []

    private init(count: Int) {
        for _ in 0..<count {
            let thread = Thread { [unowned self] in self.work() }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        arrived.withLock {
            jobs.append(job)
            arrived.signal()
        }
    }

    private func work() {
        while true { next().runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob {
        arrived.withLock {
            while jobs.isEmpty { arrived.wait() }
            return jobs.removeFirst()
        }
    }
}
