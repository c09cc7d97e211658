import Foundation

do { try SchedulerBench.run() } catch {
    print("the scheduler's bench stopped: \(error)")
    exit(1)
}
