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
        let all = table.find(.stop, of: vip, on: nil)
        let onTwo = table.findOldest(.stop, of: vip, on: two)
        let ofAnother = table.find(.stop, of: ResourceIndex(1), on: nil)
        #expect(all == [first, second] && onTwo == second && ofAnother.isEmpty)
        #expect(table.newest(.stop, of: vip) == second)
    }

    @Test func anActionWithoutANodeTakesTheOneThatIsAskedFor() {
        var table = table()
        let start = table.append(action(.start, on: nil))
        #expect(table.findExact(.start, of: vip, on: two).isEmpty)
        let onTwo = table.findOldest(.start, of: vip, on: two)
        let onOne = table.findOldest(.start, of: vip, on: one)
        #expect(onTwo == start && onOne == nil)
        #expect(table.actions[start].node == two)
    }

    @Test func intervalsTellMonitorsApart() {
        var table = table()
        let probe = table.append(action(.monitor, on: one))
        let monitor = table.append(action(.monitor, on: one, every: 10_000))
        let once = table.find(.monitor, of: vip, on: one)
        let recurring = table.find(.monitor, 10_000, of: vip, on: one)
        #expect(once == [probe] && recurring == [monitor])
    }

    @Test func anOrderingIsMadeOnce() {
        var table = table()
        let stop = table.append(action(.stop, on: one))
        let start = table.append(action(.start, on: two))
        let isNew = [
            table.order(stop, start, [.ordered, .restart]), table.order(stop, start, .ordered),
            table.order(stop, start, .needsFirst), table.order(stop, start, []), table.order(stop, stop, .ordered),
        ]
        #expect(isNew == [true, false, true, false, false])
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
