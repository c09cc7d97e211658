import ClusterModel
import Testing

@testable import Scheduler

/// The order of events in a history.
@Suite struct HistoryOrderTests {
    private func record(_ id: String, call: Int, change: Int = 0, transition: Int = 1) -> OperationRecord {
        var record = OperationRecord(id: id, operation: "monitor")
        record.callID = call
        (record.code, record.status) = (0, call < 0 ? .pending : .done)
        record.lastChange = change
        record.transitionKey = "1:\(transition):0:5ed0a1f0-0000-4000-8000-00000000beef"
        return record
    }

    private func order(_ records: [OperationRecord]) -> [String] {
        HistoryOrder.sorted(records).map { records[Int($0)].id }
    }

    @Test func byCall() {
        #expect(order([record("c", call: 9), record("a", call: 2), record("b", call: 5)]) == ["a", "b", "c"])
    }

    @Test func ofOneCallByTime() {
        #expect(order([record("b", call: 5, change: 20), record("a", call: 5, change: 10)]) == ["a", "b"])
    }

    @Test func whatIsPendingByItsGraph() {
        #expect(order([record("b", call: -1, transition: 7), record("a", call: 50, transition: 3)]) == ["a", "b"])
        #expect(order([record("b", call: 50, transition: 9), record("a", call: -1, transition: 7)]) == ["a", "b"])
    }

    @Test(arguments: [("17:3:7:uuid", 7), ("17:3:-1:uuid", -1), ("17:3:7", -1), ("", -1), ("a:b:c:d", -1)])
    func expectedCodes(_ key: String, _ code: Int) { #expect(TransitionKey.expectedCode(key) == code) }
}
