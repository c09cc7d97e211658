import ClusterModel
import Testing

@testable import Scheduler

@Suite struct ActionTableTests {
    private let vip = ResourceIndex(0)
    private let one = NodeIndex(0)
    private let two = NodeIndex(1)

    private func table() -> ActionTable { ActionTable(resourceNames: ["vip", "web"], nodeNames: ["one", "two"]) }

    private func action(_ task: ActionTask, on node: NodeIndex?, every interval: Int = 0) -> Action {
        Action(task, key: task, of: vip, on: node, intervalMilliseconds: interval, flags: .runnable)
    }

    @Test func theOldestOfAKeyIsFound() {
        var table = table()
        let first = table.append(action(.stop, on: one))
        let second = table.append(action(.stop, on: two))
        #expect(table.find(.stop, of: vip, on: nil) == [first, second])
        #expect(table.findOldest(.stop, of: vip, on: two) == second)
        #expect(table.newest(.stop, of: vip) == second)
        #expect(table.find(.stop, of: ResourceIndex(1), on: nil).isEmpty)
    }

    @Test func anActionWithoutANodeTakesTheOneThatIsAskedFor() {
        var table = table()
        let start = table.append(action(.start, on: nil))
        #expect(table.findExact(.start, of: vip, on: two).isEmpty)
        #expect(table.findOldest(.start, of: vip, on: two) == start)
        #expect(table.actions[start].node == two)
        #expect(table.findOldest(.start, of: vip, on: one) == nil)
    }

    @Test func intervalsTellMonitorsApart() {
        var table = table()
        let probe = table.append(action(.monitor, on: one))
        let monitor = table.append(action(.monitor, on: one, every: 10_000))
        #expect(table.find(.monitor, of: vip, on: one) == [probe])
        #expect(table.find(.monitor, 10_000, of: vip, on: one) == [monitor])
    }

    @Test func anOrderingIsMadeOnce() {
        var table = table()
        let stop = table.append(action(.stop, on: one))
        let start = table.append(action(.start, on: two))
        #expect(table.order(stop, start, [.ordered, .restart]))
        #expect(!table.order(stop, start, .ordered))
        #expect(table.order(stop, start, .needsFirst))
        #expect(!table.order(stop, start, []))
        #expect(!table.order(stop, stop, .ordered))
        #expect(table.edges.count == 2)
    }

    @Test func keysAreThoseOfTheField() {
        var table = table()
        let task = table.task(named: "audit")
        let audit = table.append(action(task, on: one, every: 5000))
        #expect(table.key(of: audit, fencingAction: .off) == "vip_audit_5000")
        let fence = table.append(
            Action(.fence, key: .fence, of: nil, on: two, intervalMilliseconds: 0, flags: .runnable))
        #expect(table.key(of: fence, fencingAction: .off) == "stonith-two-off")
    }

    @Test func theFirstReasonStays() {
        var table = table()
        let web = table.append(
            Action(.start, key: .start, of: ResourceIndex(1), on: one, intervalMilliseconds: 0, flags: .runnable))
        let start = table.append(action(.start, on: one))
        table.clear(.runnable, of: start, because: web)
        #expect(table.reasonText(of: start) == "unrunnable web start")
        #expect(!table.actions[start].isRunnable)
    }
}
