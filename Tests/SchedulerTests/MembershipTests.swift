import ClusterModel
import Testing

@testable import Scheduler

/// What `node_state` says of a node, with fencing and without.
@Suite struct MembershipTests {
    private func standing(
        _ attributes: ElementAttributes, fencing: Bool = true, shutdown: Bool = false, terminate: String? = nil
    ) -> Membership.Standing {
        var node = NodeCondition(id: "1", name: "n1")
        node.isShuttingDown = shutdown
        if let terminate { node.attributes.set("terminate", terminate) }
        let membership = Membership(attributes)
        node.isExpectedUp = membership.isExpectedUp && !shutdown
        return fencing ? membership.withFencing(node) : membership.withoutFencing(node)
    }

    private let member: ElementAttributes = [
        "in_ccm": "true", "crmd": "online", "join": "member", "expected": "member",
    ]

    private func member(_ name: String, _ value: String?) -> ElementAttributes {
        var attributes = member
        attributes[name] = value
        return attributes
    }

    @Test func aMemberIsOnline() {
        #expect(standing(member) == .init(isOnline: true))
        #expect(standing(member, fencing: false) == .init(isOnline: true))
    }

    @Test(arguments: [
        ("in_ccm", "false", "peer is no longer part of the cluster"),
        ("crmd", "offline", "peer process is no longer available"),
        ("join", "banned", "peer failed Pacemaker membership criteria"),
        ("join", "odd", "peer was in an unknown state"),
    ])
    func whatIsLostIsFenced(_ name: String, _ value: String, _ reason: String) {
        #expect(standing(member(name, value)).fenceReason == reason)
    }

    @Test func whatWasNeverSeenIsFenced() {
        #expect(standing(member("in_ccm", nil)).fenceReason == "peer has not been seen by the cluster")
    }

    @Test func whatJoinsIsPending() {
        #expect(standing(member("join", "pending")) == .init(isOnline: true, isPending: true))
        #expect(standing(member("expected", "down")) == .init(isOnline: true, isPending: true))
    }

    @Test func whatLeavesIsNotFenced() {
        #expect(standing(member("in_ccm", "false"), shutdown: true) == .init(isOnline: true))
        #expect(standing(member("crmd", "offline"), shutdown: true) == .init(isOnline: false))
    }

    @Test func terminationIsAWish() {
        #expect(standing(member, terminate: "true").fenceReason == "termination was requested")
        #expect(standing(member, terminate: "1700000000").fenceReason == "termination was requested")
        #expect(standing(member, terminate: "0").fenceReason == nil)
    }

    @Test func withoutFencingALostMemberIsUnclean() {
        #expect(standing(member("crmd", "offline"), fencing: false).fenceReason == "peer is unexpectedly down")
        #expect(standing(member("in_ccm", "false"), fencing: false) == .init(isOnline: false))
    }
}
