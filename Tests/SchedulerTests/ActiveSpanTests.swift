import ClusterModel
import Testing

@testable import Scheduler

@Suite struct ActiveSpanTests {
    private func span(_ words: String) -> ActiveSpan {
        let records = words.split(separator: " ").map { word in
            var record = OperationRecord(id: "x", operation: word.hasPrefix("m") ? "monitor" : String(word))
            record.code = word == "m7" ? 7 : 0
            record.status = .done
            return record
        }
        return ActiveSpan(records, records.indices.map { Int32($0) })
    }

    @Test(arguments: [
        ("start m0", 0, -1), ("start stop", 0, 1), ("stop start m0", 1, 0), ("m0", 0, -1), ("m7", -1, -1),
        ("m7 m0 m7", 1, -1), ("stop m0", 1, 0), ("", -1, -1),
    ])
    func theLastStartAndStopAreFound(words: String, start: Int, stop: Int) {
        let found = span(words)
        #expect(found.start == start && found.stop == stop)
    }

    /// A monitor for the stopped role goes on after the stop.
    @Test func afterAStopOnlyWhatCameLaterRuns() {
        let stopped = span("start m0 stop m7")
        #expect(stopped.isStopped && !stopped.includes(1) && stopped.includes(3))
        let active = span("m7 start m0")
        #expect(!active.isStopped && !active.includes(0) && active.includes(2))
    }
}
