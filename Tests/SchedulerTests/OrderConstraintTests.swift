import ClusterModel
import Testing

@testable import Scheduler

@Suite struct OrderConstraintTests {
    private func order(_ attributes: ElementAttributes) throws -> OrderConstraint? {
        var all = attributes
        all["id"] = "o"
        return try OrderConstraint(ConstraintDefinition(.order, attributes: all))
    }

    @Test func aMandatoryOrderHoldsBothWays() throws {
        let found = try #require(try order(["first": "db", "then": "web"]))
        #expect(found.flags == [.ordered, .requiresThen, .needsFirst])
        #expect(found.isSymmetrical && found.inverseFlags == [.ordered, .requiresFirst])
        #expect(found.firstTask == .start && found.thenTask == .start)
    }

    @Test func whatIsOrderedAfterAStopDoesNotNeedIt() throws {
        let found = try #require(try order(["first": "db", "then": "web", "first-action": "stop"]))
        #expect(found.flags == [.ordered, .requiresThen] && found.thenTask == .stop)
    }

    @Test func anOrderOfOneDirectionOnlyIsAsymmetric() throws {
        let found = try #require(try order(["first": "db", "then": "web", "symmetrical": "false"]))
        #expect(found.flags == [.ordered, .asymmetric] && !found.isSymmetrical)
    }

    @Test(arguments: [["kind": "Optional"], ["score": "0"]] as [ElementAttributes])
    func anOptionalOrderIsOnlyAnOrder(attributes: ElementAttributes) throws {
        var all = attributes
        all["first"] = "db"
        all["then"] = "web"
        #expect(try order(all)?.flags == .ordered)
        #expect(try order(all)?.inverseFlags == .ordered)
    }

    @Test(
        arguments: [
            ["kind": "Serialize"], ["first-action": "promote"], ["then-action": "demote"],
        ] as [ElementAttributes])
    func whatIsNotKnownYetIsRefused(attributes: ElementAttributes) throws {
        var all = attributes
        all["first"] = "db"
        all["then"] = "web"
        #expect(throws: Refusal.self) { try order(all) }
    }

    @Test func setsAreRefused() {
        var constraint = ConstraintDefinition(.order, attributes: ["id": "o"])
        constraint.sets = [ResourceSet(attributes: ["id": "s"], members: ["db", "web"])]
        #expect(throws: Refusal.self) { try OrderConstraint(constraint) }
    }
}
