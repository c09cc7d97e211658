import Dispatch
import Synchronization

/// Judges many cases, as many at once as there are processors.
public enum Differential {
    public static func judge(_ seeds: ClosedRange<UInt64>) -> [Verdict] {
        let verdicts = Mutex<[Verdict]>([])
        DispatchQueue.concurrentPerform(iterations: seeds.count) { index in
            let verdict = Verdict.of(seeds.lowerBound + UInt64(index))
            verdicts.withLock { $0.append(verdict) }
        }
        return verdicts.withLock { $0 }.sorted { $0.seed < $1.seed }
    }
}
