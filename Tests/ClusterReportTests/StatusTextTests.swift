import Scheduler
import Testing

@testable import ClusterReport

@Suite struct StatusTextTests {
    private static func primitive(_ change: (inout PrimitiveStatus) -> Void) -> String {
        var status = PrimitiveStatus(
            id: "vip", agent: "ocf:heartbeat:IPaddr2", role: .started, nodes: ["pm01"], node: "pm01",
            failedProbe: nil, isNodeLost: false, isFailed: false, isOrphan: false, isDisabled: false, isBlocked: false,
            isManaged: true,
            ignoresFailure: false)
        change(&status)
        return status.text
    }

    @Test func aPrimitiveInOneLine() {
        #expect(Self.primitive { _ in } == "vip\t(ocf:heartbeat:IPaddr2):\t Started pm01")
        #expect(
            Self.primitive {
                ($0.role, $0.nodes, $0.node, $0.isDisabled) = (.stopped, [], nil, true)
            } == "vip\t(ocf:heartbeat:IPaddr2):\t Stopped (disabled)")
        #expect(
            Self.primitive { ($0.isFailed, $0.isBlocked, $0.isManaged) = (true, true, false) }
                == "vip\t(ocf:heartbeat:IPaddr2):\t FAILED pm01 (blocked)")
        #expect(
            Self.primitive { ($0.isOrphan, $0.isNodeLost) = (true, true) }
                == "vip\t(ocf:heartbeat:IPaddr2):\t ORPHANED Started pm01 (UNCLEAN)")
        #expect(
            Self.primitive { ($0.pendingOperation, $0.ignoresFailure) = ("Monitoring", true) }
                == "vip\t(ocf:heartbeat:IPaddr2):\t Started pm01 (Monitoring, failure ignored)")
        #expect(
            Self.primitive { $0.pendingState = "Stopping" } == "vip\t(ocf:heartbeat:IPaddr2):\t Stopping pm01")
    }

    @Test func aPrimitiveInTwoPlaces() {
        #expect(
            Self.primitive { ($0.nodes, $0.node, $0.description) = (["pm01", "pm02"], nil, "the address") }
                == "vip\t(ocf:heartbeat:IPaddr2):\t Started the address [ pm01 pm02 ]")
    }

    @Test func nodesInTheirWords() {
        func text(_ change: (inout NodeCondition) -> Void) -> String {
            var node = NodeCondition(id: "1", name: "pm01")
            change(&node)
            return NodeStatus(node, showsHealth: true).text
        }
        #expect(text { $0.isOnline = true } == "online")
        #expect(text { _ in } == "OFFLINE")
        #expect(text { $0.isUnclean = true } == "UNCLEAN (offline)")
        #expect(text { ($0.isUnclean, $0.isOnline) = (true, true) } == "UNCLEAN (online)")
        #expect(text { ($0.isUnclean, $0.isPending) = (true, true) } == "UNCLEAN (pending)")
        #expect(text { ($0.isStandbyByFailure, $0.isOnline) = (true, true) } == "standby (on-fail)")
        #expect(text { ($0.isStandby, $0.isOnline) = (true, true) } == "standby")
        #expect(
            text { ($0.isStandby, $0.isOnline, $0.running) = (true, true, [ResourceIndex(0)]) }
                == "standby (with active resources)")
        #expect(text { $0.isStandby = true } == "OFFLINE (standby)")
        #expect(text { ($0.inMaintenance, $0.isOnline) = (true, true) } == "maintenance")
    }
}
