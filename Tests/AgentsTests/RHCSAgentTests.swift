import Agents
import ClusterModel
import Testing

@Suite struct RHCSAgentTests {
    private static func agent(
        _ name: String = "fence_x", actions: Set<String> = ["reboot", "off", "on", "status", "monitor", "list"],
        plug: AgentFacts.PlugParameter? = .plug, method: String? = nil, automatic: Bool = false
    ) throws -> RHCSAgent {
        RHCSAgent(
            try #require(DeviceType(name)),
            AgentFacts(
                actions: actions, plugParameter: plug, onIsAutomatic: automatic, methodDefault: method,
                replacements: ["port": "plug", "ipaddr": "ip"]))
    }

    private static func parameters(_ pairs: KeyValuePairs<String, String>) -> [Parameter] {
        pairs.map { Parameter(name: $0.key, value: Secret($0.value)) }
    }

    private static func lines(
        _ agent: RHCSAgent, _ action: AgentAction, _ pairs: KeyValuePairs<String, String> = [:],
        target: String? = "PM01", rules: AgentRules = AgentRules()
    ) throws -> [String] {
        let request = try agent.request(
            action, target: target.flatMap(NodeName.init), parameters: parameters(pairs), rules: rules)
        return String(decoding: request.lines, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    // MARK: Lines

    @Test func theLinesAreThoseThatPacemakerWrites() throws {
        #expect(
            try Self.lines(Self.agent(), .reset, ["ip": "10.0.0.1", "password": "a=b c"])
                == ["action=reboot", "ip=10.0.0.1", "password=a=b c", "nodename=pm01", "plug=pm01"])
    }

    @Test(arguments: [
        (AgentAction.off, "off"), (.on, "on"), (.status, "monitor"), (.probe, "status"), (.list, "list"),
    ])
    func anActionHasTheAgentsWord(action: AgentAction, word: String) throws {
        #expect(try Self.lines(Self.agent(), action).first == "action=\(word)")
    }

    @Test func aDeviceIsAskedForItsStateWhereThereIsNoMonitor() throws {
        let agent = try Self.agent(actions: ["off", "status"])
        #expect(try Self.lines(agent, .status, target: nil) == ["action=status"])
    }

    @Test func withoutATargetNothingNamesOne() throws {
        #expect(try Self.lines(Self.agent(), .status, ["ip": "h"], target: nil) == ["action=monitor", "ip=h"])
        #expect(try Self.lines(Self.agent(), .probe, target: nil) == ["action=monitor"])
    }

    @Test func anAgentWithoutPlugIsToldTheNodeOnly() throws {
        #expect(try Self.lines(Self.agent(plug: nil), .off) == ["action=off", "nodename=pm01"])
        #expect(try Self.lines(Self.agent(plug: .port), .off).last == "port=pm01")
    }

    @Test(arguments: ["plug", "port"]) func whatTheOperatorSaysOfThePlugStands(name: String) throws {
        let request = try Self.agent().request(
            .off, target: NodeName("pm01"), parameters: [Parameter(name: name, value: Secret("7"))])
        #expect(String(decoding: request.lines, as: UTF8.self) == "action=off\n\(name)=7\nnodename=pm01\n")
    }

    @Test func aDynamicPlugIsTheNode() throws {
        #expect(
            try Self.lines(Self.agent(), .off, ["plug": "dynamic"]) == ["action=off", "nodename=pm01", "plug=pm01"])
    }

    @Test func aFixedPlugIsFoundUnderEachOfItsNames() throws {
        let agent = try Self.agent()
        for name in ["plug", "port"] {
            #expect(
                agent.fixedPlug(
                    in: Self.parameters(["ip": "h"]) + [
                        Parameter(name: name, value: Secret("7"))
                    ], rules: AgentRules()) == name)
        }
        #expect(agent.fixedPlug(in: Self.parameters(["plug": "dynamic"]), rules: AgentRules()) == nil)
        #expect(agent.fixedPlug(in: Self.parameters(["ip": "h"]), rules: AgentRules()) == nil)
    }

    @Test func theMapNamesThePlugsAndAnArgumentTheirParameter() throws {
        var rules = AgentRules()
        rules.plugs = [try #require(NodeName("pm01")): ["A1", "B1"]]
        #expect(try Self.lines(Self.agent(), .off, rules: rules).last == "plug=A1,B1")
        rules.hostArgument = "uuid"
        #expect(try Self.lines(Self.agent(), .off, rules: rules).last == "uuid=A1,B1")
    }

    @Test func aPlugThatCannotBeHandedOverIsNotLeftOut() throws {
        let node = try #require(NodeName("pm01"))
        var silent = AgentRules()
        silent.hasNoHostArgument = true
        #expect(try Self.lines(Self.agent(), .off, rules: silent).last == "nodename=pm01")
        for (plug, own, rules) in [
            (AgentFacts.PlugParameter?.none, [:], AgentRules()), (.plug, [:], silent),
            (.plug, ["plug": "7"], AgentRules()),
            (.plug, ["port": "7"], AgentRules()),
        ] as [(AgentFacts.PlugParameter?, [String: String], AgentRules)] {
            let agent = try Self.agent(plug: plug)
            let own = own.map { Parameter(name: $0.key, value: Secret($0.value)) }
            #expect(throws: RHCSAgent.Refusal.noPlaceForPlug(agent.type, plug: "8", node)) {
                try agent.request(.off, target: node, plug: "8", parameters: own, rules: rules)
            }
            var mapped = rules
            mapped.plugs = [node: ["8"]]
            #expect(throws: RHCSAgent.Refusal.noPlaceForPlug(agent.type, plug: "8", node)) {
                try agent.request(.off, target: node, parameters: own, rules: mapped)
            }
            // Its own name, as it is spelt, is nothing to hand over.
            mapped.plugs = [node: ["PM01"]]
            #expect(try agent.request(.off, target: node, plug: "PM01", parameters: own, rules: mapped).word == "off")
        }
        let same = [Parameter(name: "plug", value: Secret("8"))]
        #expect(try Self.agent().request(.off, target: node, plug: "8", parameters: same).options.count == 3)
    }

    @Test func theOperatorsNodenameStandsAndTheirActionDoesNot() throws {
        #expect(
            try Self.lines(Self.agent(), .off, ["action": "reboot", "option": "on", "nodename": "pve1"])
                == ["action=off", "nodename=pve1", "plug=pm01"])
    }

    @Test func anotherWordCanBeConfigured() throws {
        var rules = AgentRules()
        rules.actionWords = [.reset: "off"]
        let request = try Self.agent().request(.reset, target: NodeName("pm01"), parameters: [], rules: rules)
        #expect(request.word == "off" && request.evidence == .readBack)
        #expect(try Self.agent(actions: ["off"]).resets(by: rules))
    }

    // MARK: What is refused

    @Test(arguments: ["a\nb", "a\rb", "\n", "a\u{0}b", "a\u{B}b", "a\u{7F}b", "a\r\naction=on"])
    func noValueEndsItsLine(value: String) throws {
        #expect(throws: RHCSAgent.Refusal.badValue(parameter: "password")) {
            try Self.lines(Self.agent(), .off, ["password": value])
        }
        #expect(try Self.lines(Self.agent(), .off, ["password": "a\tb ü"]).contains("password=a\tb ü"))
    }

    @Test(arguments: ["", "#x", "a b", "a=b", "a\nb"]) func noNameIsAnother(name: String) throws {
        #expect(throws: RHCSAgent.Refusal.badName(name)) {
            try Self.agent().request(.off, target: nil, parameters: [Parameter(name: name, value: Secret("v"))])
        }
    }

    @Test func aRefusalShowsNoValue() throws {
        let refusal = RHCSAgent.Refusal.badValue(parameter: "password")
        #expect(refusal.outcome.code == .badConfig && refusal.text.contains("password"))
    }

    @Test func whatTheMetadataDoesNotHaveIsNotAsked() throws {
        let agent = try Self.agent(actions: ["off", "on"])
        for action in [AgentAction.reset, .list, .status, .probe, .identify] {
            #expect(throws: RHCSAgent.Refusal.cannot(agent.type, action)) {
                try agent.request(action, target: NodeName("pm01"), parameters: [])
            }
        }
        #expect(!agent.resets())
    }

    @Test(arguments: ["fence_heuristics_ping", "fence_crosslink", "fence_watchdog"])
    func whatDoesNothingToANodeIsNoDevice(name: String) throws {
        let agent = try Self.agent(name)
        for action in [AgentAction.reset, .off, .on] {
            #expect(throws: RHCSAgent.Refusal.provesNothing(agent.type)) {
                try agent.request(action, target: NodeName("pm01"), parameters: [])
            }
        }
    }

    // MARK: What a success rests on

    @Test(arguments: [
        (AgentAction.reset, nil, nil, Evidence.readBack), (.off, nil, nil, .readBack), (.on, nil, nil, .readBack),
        (.reset, "onoff", nil, .readBack), (.reset, "cycle", nil, .accepted), (.reset, "Cycle", "onoff", .accepted),
        (.reset, nil, "cycle", .accepted), (.reset, "onoff", "cycle", .readBack), (.off, nil, "cycle", .readBack),
        (.status, nil, nil, .none),
    ])
    func theEvidenceIsWhatTheAgentReads(
        action: AgentAction, method: String?, standard: String?, evidence: Evidence
    ) throws {
        let parameters = method.map { [Parameter(name: "method", value: Secret($0))] } ?? []
        let request = try Self.agent(method: standard).request(
            action, target: NodeName("pm01"), parameters: parameters)
        #expect(request.evidence == evidence)
    }

    @Test func whatCannotReadAStateHasSentACommandOnly() throws {
        let agent = try Self.agent(actions: ["reboot", "off", "on", "monitor"])
        for action in [AgentAction.reset, .off, .on] {
            #expect(try agent.request(action, target: NodeName("pm01"), parameters: []).evidence == .accepted)
        }
    }

    @Test func aFileIsNoPower() throws {
        for action in [AgentAction.reset, .off, .on] {
            let request = try Self.agent("fence_dummy").request(action, target: NodeName("pm01"), parameters: [])
            #expect(request.evidence == .accepted)
        }
        #expect(try Self.agent("fence_dummy").evidenceMax() == .accepted)
    }

    @Test func toCutANodeOffFromStorageIsNoPowerReadBack() throws {
        var unfencing = AgentRules()
        unfencing.providesUnfencing = true
        for (automatic, rules) in [(true, AgentRules()), (false, unfencing)] {
            let agent = try Self.agent(automatic: automatic)
            let off = try agent.request(.off, target: NodeName("pm01"), parameters: [], rules: rules)
            let on = try agent.request(.on, target: NodeName("pm01"), parameters: [], rules: rules)
            #expect(off.evidence == .accepted && on.evidence == .readBack)
            #expect(agent.evidenceMax(rules) == .accepted)
        }
    }

    @Test func anOffThatIsMadeARebootIsNoOffReadBack() throws {
        var rules = AgentRules()
        rules.actionWords = [.off: "reboot"]
        #expect(
            try Self.agent().request(.off, target: NodeName("pm01"), parameters: [], rules: rules).evidence == .accepted
        )
    }

    @Test func unfencingIsNoPower() throws {
        #expect(try Self.agent().powersOn)
        #expect(try !Self.agent(automatic: true).powersOn)
        #expect(try !Self.agent(actions: ["off"]).powersOn)
    }
}
