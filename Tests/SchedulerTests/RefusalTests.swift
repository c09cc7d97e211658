import ClusterModel
import Scheduler
import Testing

/// What cannot be scheduled yet is refused by name, never passed over.
@Suite struct RefusalTests {
    private func refusal(_ change: (inout CIBConfiguration) -> Void) -> Refusal? {
        var cib = CIB(attributes: ["have-quorum": "1"])
        cib.configuration.nodes = [NodeDefinition(attributes: ["id": "1", "uname": "n1"])]
        cib.configuration.resources = [primitive("a"), primitive("b")]
        cib.configuration.properties = [
            AttributeSet(
                attributes: ["id": "o"], pairs: [.init(id: "o-1", name: "stonith-enabled", value: "false")])
        ]
        cib.nodeStates = [
            NodeState(attributes: [
                "id": "1", "uname": "n1", "in_ccm": "true", "crmd": "online", "join": "member", "expected": "member",
            ])
        ]
        change(&cib.configuration)
        do throws(Refusal) {
            _ = try Schedule(cib, at: 0, digest: MD5.hex)
            return nil
        } catch { return error }
    }

    private func primitive(_ id: String) -> ResourceDefinition {
        ResourceDefinition(
            .primitive, attributes: ["id": id, "class": "ocf", "provider": "heartbeat", "type": "Dummy"])
    }

    private func meta(_ name: String, _ value: String) -> [AttributeSet] {
        [AttributeSet(attributes: ["id": "m"], pairs: [.init(id: "m-1", name: name, value: value)])]
    }

    @Test func aPlainConfigurationIsNot() { #expect(refusal { _ in } == nil) }

    @Test(arguments: [
        ("promotable", "promotable clones"), ("globally-unique", "unique clones"),
    ])
    func clones(_ name: String, _ feature: String) {
        let found = refusal { configuration in
            var clone = ResourceDefinition(.clone(primitive("x"), isMaster: false), attributes: ["id": "c"])
            clone.meta = meta(name, "true")
            configuration.resources.append(clone)
        }
        #expect(found?.feature == feature)
        #expect(found?.id == "c")
    }

    @Test func tooManyInstances() {
        let found = refusal { configuration in
            var clone = ResourceDefinition(.clone(primitive("x"), isMaster: false), attributes: ["id": "c"])
            clone.meta = meta("clone-max", "1000000000")
            configuration.resources.append(clone)
        }
        #expect(found?.feature == "a clone of more than 10000 instances")
    }

    /// Deciding one asks for the next: it must not end in a stack that is used up.
    @Test(arguments: [true, false]) func aChainThatIsTooLong(_ isDownward: Bool) {
        let found = refusal { configuration in
            configuration.resources = (0..<20_000).map { primitive("r\($0)") }
            configuration.constraints = (0..<19_999).map { place in
                let ends = isDownward ? (place, place + 1) : (place + 1, place)
                return ConstraintDefinition(
                    .colocation,
                    attributes: [
                        "id": "c\(place)", "rsc": "r\(ends.0)", "with-rsc": "r\(ends.1)", "score": "INFINITY",
                    ])
            }
        }
        #expect(found?.feature == "a chain of more than 1000 resources, each with the next")
    }

    @Test func aGroupThatIsTooLong() {
        let found = refusal { configuration in
            let members = (0..<20_000).map { primitive("r\($0)") }
            configuration.resources = [ResourceDefinition(.group(members), attributes: ["id": "g"])]
        }
        #expect(found?.feature == "a chain of more than 1000 resources, each with the next")
    }

    /// Each of 40 with each other one: their ways cannot be gone to the end.
    @Test func colocationsThatBranchTooOften() {
        let found = refusal { configuration in
            configuration.resources = (0..<40).map { primitive("r\($0)") }
            for left in 0..<40 {
                for right in 0..<left {
                    configuration.constraints.append(
                        ConstraintDefinition(
                            .colocation,
                            attributes: [
                                "id": "c\(left)-\(right)", "rsc": "r\(left)", "with-rsc": "r\(right)", "score": "10",
                            ]))
                }
            }
        }
        #expect(found?.feature == "colocations that branch and join again this often")
    }

    @Test func masters() {
        let found = refusal {
            $0.resources.append(ResourceDefinition(.clone(primitive("x"), isMaster: true), attributes: ["id": "m"]))
        }
        #expect(found?.feature == "promotable clones")
    }

    @Test func liveMigration() {
        #expect(refusal { $0.resources[0].meta = meta("allow-migrate", "true") }?.feature == "live migration")
    }

    @Test func templates() {
        #expect(refusal { $0.resources[0].attributes["template"] = "t" }?.feature == "resource templates")
    }

    @Test(arguments: [
        ("rsc-role", "Promoted", "colocation by role"), ("node-attribute", "rack", "colocation by node-attribute"),
    ])
    func colocations(_ name: String, _ value: String, _ feature: String) {
        let found = refusal {
            var constraint = ConstraintDefinition(
                .colocation, attributes: ["id": "k", "rsc": "a", "with-rsc": "b", "score": "5"])
            constraint.attributes[name] = value
            $0.constraints = [constraint]
        }
        #expect(found?.feature == feature)
    }

    @Test func sets() {
        let found = refusal {
            var constraint = ConstraintDefinition(.order, attributes: ["id": "o"])
            constraint.sets = [ResourceSet(attributes: ["id": "s"], members: ["a", "b"])]
            $0.constraints = [constraint]
        }
        #expect(found?.feature == "resource sets")
    }

    @Test func dates() {
        let found = refusal {
            var constraint = ConstraintDefinition(.location, attributes: ["id": "l", "rsc": "a"])
            let date = Rule.Condition.date(["operation": "gt"], duration: nil, specification: nil)
            constraint.rules = [
                Rule(
                    attributes: ["id": "r", "score": "5"],
                    conditions: [.rule(Rule(attributes: ["id": "i"], conditions: [date]))])
            ]
            $0.constraints = [constraint]
        }
        #expect(found?.feature == "rules with dates")
    }

    @Test(arguments: [
        ("placement-strategy", "balanced"), ("priority-fencing-delay", "15s"), ("shutdown-lock", "true"),
    ])
    func options(_ name: String, _ value: String) {
        #expect(refusal { $0.properties = meta(name, value) }?.id == name)
    }

    @Test func twoNodesOfOneName() {
        let found = refusal { $0.nodes.append(NodeDefinition(attributes: ["id": "2", "uname": "N1"])) }
        #expect(found?.feature == "two nodes of the name N1" || found?.feature == "two nodes of the name n1")
    }

    @Test func unfencing() {
        #expect(
            refusal {
                $0.properties = []
                $0.resources[0].meta = meta("requires", "unfencing")
            }?.feature == "unfencing")
        #expect(
            refusal {
                $0.resources[0].attributes["class"] = "stonith"
                $0.resources[0].meta = meta("provides", "unfencing")
            }?.feature == "unfencing")
    }

    @Test func rulesThatReferToEachOther() {
        let found = refusal { configuration in
            configuration.constraints = ["x", "y"].map { id in
                var constraint = ConstraintDefinition(.location, attributes: ["id": "l\(id)", "rsc": "a"])
                let other = Rule(attributes: ["id-ref": id == "x" ? "y" : "x"])
                constraint.rules = [Rule(attributes: ["id": id, "score": "5"], conditions: [.rule(other)])]
                return constraint
            }
        }
        #expect(found?.feature == "rules that refer to each other")
    }

    @Test func remoteNodes() {
        #expect(refusal { $0.nodes[0].attributes["type"] = "remote" }?.feature == "remote nodes")
    }

    @Test func fencingTopologyIsForTheFencingDaemon() {
        #expect(refusal { $0.fencingLevels = [["id": "f", "index": "1"]] } == nil)
    }
}
