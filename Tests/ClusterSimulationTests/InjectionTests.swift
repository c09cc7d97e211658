import ClusterModel
import ClusterSimulation
import Testing

@Suite struct InjectionTests {
    private static let now = 1_767_268_800

    private static func cib() -> CIB {
        var cib = CIB(attributes: ["have-quorum": "1"])
        cib.configuration.nodes = [
            NodeDefinition(attributes: ["id": "1", "uname": "pm01"]),
            NodeDefinition(attributes: ["id": "2", "uname": "pm02"]),
        ]
        let vip = ResourceDefinition(
            .primitive, attributes: ["id": "vip", "class": "ocf", "provider": "heartbeat", "type": "IPaddr2"])
        let ping = ResourceDefinition(.primitive, attributes: ["id": "ping", "class": "lsb", "type": "ping"])
        cib.configuration.resources = [
            ResourceDefinition(.group([vip]), attributes: ["id": "web"]),
            ResourceDefinition(.clone(ping, isMaster: false), attributes: ["id": "pings"]),
        ]
        var state = NodeState(attributes: ["id": "1", "uname": "pm01", "in_ccm": "true"])
        var history = ResourceHistory(id: "vip", attributes: ["class": "ocf"])
        var start = OperationRecord(id: "vip_last_0", operation: "start")
        start.callID = 7
        history.operations = [start]
        state.histories = [history]
        cib.nodeStates = [state]
        return cib
    }

    private static func applied(_ change: (inout Injections) throws -> Void) throws -> (CIB, [String]) {
        var injections = Injections()
        try change(&injections)
        var cib = cib()
        let done = try injections.apply(to: &cib, at: now)
        return (cib, done.map(\.text))
    }

    @Test func aNodeThatLeavesLeavesNothingBehind() throws {
        let (cib, texts) = try Self.applied { $0.nodesDown = ["pm01"] }
        let state = try #require(cib.nodeStates.first)
        #expect(state.histories.isEmpty && state.transientAttributes.isEmpty)
        #expect(
            ["in_ccm", "crmd", "join", "expected"].map { state.attributes[$0] } == ["false", "offline", "down", "down"])
        #expect(texts == ["Taking node pm01 offline"])
    }

    @Test func aLostNodeKeepsItsHistory() throws {
        let (cib, texts) = try Self.applied { $0.nodesFailed = ["pm01"] }
        let state = try #require(cib.nodeStates.first)
        #expect(
            ["in_ccm", "crmd", "join", "expected"].map { state.attributes[$0] }
                == ["false", "online", "member", "member"])
        #expect(state.histories.count == 1)
        #expect(texts == ["Failing node pm01"])
    }

    @Test func aNodeWithoutAStateGetsOne() throws {
        let (cib, _) = try Self.applied { $0.nodesUp = ["pm02"] }
        #expect(cib.nodeStates.map(\.id) == ["1", "2"])
        #expect(cib.nodeStates[1].attributes["crmd"] == "online")
        #expect(cib.configuration.nodes.count == 2)
    }

    @Test func aNewNodeIsAddedToTheConfiguration() throws {
        let (cib, texts) = try Self.applied { $0.nodesUp = ["pm03"] }
        #expect(cib.configuration.nodes.last?.attributes == ["id": "pm03", "uname": "pm03"])
        #expect(cib.nodeStates.last?.id == "pm03")
        #expect(texts == ["Bringing node pm03 online"])
    }

    @Test func quorumAndWatchdog() throws {
        let (cib, texts) = try Self.applied {
            $0.quorum = "false"
            $0.watchdog = "true"
        }
        #expect(cib.attributes["have-quorum"] == "false")
        #expect(cib.configuration.properties.first?["have-watchdog"] == "true")
        #expect(texts == ["Setting quorum: false", "Setting watchdog: true"])
    }

    @Test func aFailureIsRecordedAndCounted() throws {
        let text = "vip_monitor_10000@pm01=7"
        let (cib, texts) = try Self.applied { $0.operations = [try .init(text), try .init(text)] }
        let state = cib.nodeStates[0]
        let record = try #require(state.histories[0].operations.last)
        #expect(record.id == "vip_last_failure_0" && record.operation == "monitor" && record.code == 7)
        #expect(record.callID == 9 && record.intervalMilliseconds == 10_000 && record.lastChange == Self.now)
        #expect(record.transitionKey == "9:-1:0:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
        #expect(state.histories[0].operations.map(\.id) == ["vip_last_0", "vip_last_failure_0"])
        #expect(state.transientAttributes[0]["fail-count-vip#monitor_10000"] == "2")
        #expect(state.transientAttributes[0]["last-failure-vip#monitor_10000"] == String(Self.now))
        #expect(
            texts.prefix(3) == [
                "Injecting vip_monitor_10000@pm01=7 into the configuration",
                "Injecting attribute fail-count-vip#monitor_10000=value++ into /node_state '1'",
                "Injecting attribute last-failure-vip#monitor_10000=\(Self.now) into /node_state '1'",
            ])
    }

    @Test func aProbeThatFoundNothingIsNoFailure() throws {
        let (cib, texts) = try Self.applied { $0.operations = [try .init("vip_monitor_0@pm01=7")] }
        #expect(cib.nodeStates[0].transientAttributes.isEmpty)
        #expect(texts.count == 1)
    }

    @Test func countingStopsAtInfinity() throws {
        var cib = Self.cib()
        var set = AttributeSet(attributes: ["id": "status-1"])
        set.pairs = [.init(id: "x", name: "fail-count-vip#start_0", value: "INFINITY")]
        cib.nodeStates[0].transientAttributes = [set]
        var injections = Injections()
        injections.operations = [try .init("vip_start_0@pm01=1")]
        _ = try injections.apply(to: &cib, at: Self.now)
        #expect(cib.nodeStates[0].transientAttributes[0]["fail-count-vip#start_0"] == "INFINITY")
    }

    @Test func anInstanceGoesByTheNameOfItsPrimitive() throws {
        let (cib, _) = try Self.applied { $0.operations = [try .init("ping:1_start_0@pm02=0")] }
        let state = try #require(cib.nodeStates.last)
        #expect(state.id == "2" && state.histories.map(\.id) == ["ping"])
        #expect(state.histories[0].attributes == ["class": "lsb", "type": "ping"])
        #expect(state.histories[0].operations.map(\.id) == ["ping_last_0"])
    }

    @Test func aHistoryOfANodeThatLeftBeginsAnew() throws {
        let (cib, _) = try Self.applied {
            $0.nodesDown = ["pm01"]
            $0.operations = [try .init("vip_start_0@pm01=0")]
        }
        #expect(cib.nodeStates[0].histories.map { $0.operations.map(\.callID) } == [[1]])
    }

    @Test func namesThatAreNotThereAreErrors() throws {
        func error(_ change: (inout Injections) throws -> Void) -> InjectionError? {
            do {
                _ = try Self.applied(change)
                return nil
            } catch {
                return error as? InjectionError
            }
        }
        let node = error { $0.nodesDown = ["pm1"] }
        #expect(node == .noSuchNode("pm1", near: "pm01"))
        let resource = error { $0.operations = [try .init("vipp_start_0@pm01=0")] }
        #expect(resource == .noSuchResource("vipp", near: "vip"))
        let group = error { $0.operations = [try .init("web_start_0@pm01=0")] }
        #expect(group == .noPrimitive("web", kind: "group"))
        let quorum = error { $0.quorum = "perhaps" }
        #expect(quorum == .noBoolean(option: "quorum", "perhaps"))
    }
}
