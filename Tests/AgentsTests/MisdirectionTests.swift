import Agents
import ClusterModel
import Testing

/// Devices whose agent cannot tell one of their nodes from another.
@Suite struct MisdirectionTests {
    /// As the fencing library makes the metadata of a board for one machine, and of a switch for several.
    private static let board = AgentFacts(
        actions: ["reboot", "off", "on", "status", "monitor"], plugParameter: .plug,
        replacements: ["port": "plug"], plugCanBeAddress: true)
    private static let outlets = AgentFacts(
        actions: ["reboot", "off", "on", "status", "monitor", "list"], plugParameter: .plug,
        replacements: ["port": "plug"], plugIsRequired: true)

    private static func misdirection(
        _ facts: AgentFacts, _ nodes: [String]?, _ parameters: [String: String] = [:],
        plugs: [String: [String]] = [:], check: AgentRules.HostCheck? = nil, argument: String? = nil
    ) throws -> String? {
        let type = try #require(DeviceType("fence_x"))
        var device = DeviceConfiguration(id: "d", type: type)
        device.parameters = parameters.map { Parameter(name: $0.key, value: Secret($0.value)) }
        if let nodes { device.targets = .listed(nodes.compactMap(NodeName.init)) }
        for (node, plugs) in plugs { device.agentRules.plugs[try #require(NodeName(node))] = plugs }
        device.agentRules.hostCheck = check
        device.agentRules.hasNoHostArgument = argument == "none"
        if argument != "none" { device.agentRules.hostArgument = argument }
        return RHCSAgent(type, facts).misdirection(of: device)
    }

    @Test(arguments: [nil, AgentRules.HostCheck.status, .some(.none), .dynamicList])
    func aBoardHasToBeToldItsNode(check: AgentRules.HostCheck?) throws {
        let text = try #require(try Self.misdirection(Self.board, nil, check: check))
        #expect(text.contains("name its one node in pcmk_host_list"))
    }

    @Test func aBoardIsForOneNode() throws {
        #expect(try Self.misdirection(Self.board, ["pm01"]) == nil)
        #expect(try Self.misdirection(Self.board, ["pm01"], ["plug": "7"]) == nil)
        let text = try #require(try Self.misdirection(Self.board, ["pm01", "pm02"]))
        #expect(text.contains("(pm01, pm02)") && text.contains("may hit another"))
        #expect(try Self.misdirection(Self.board, ["pm01", "pm02"], plugs: ["pm01": ["1"], "pm02": ["2"]]) != nil)
        #expect(try Self.misdirection(Self.board, ["pm01", "pm02"], ["port_as_ip": "1"]) == nil)
        #expect(try Self.misdirection(Self.board, ["pm01"], plugs: ["pm01": ["1", "2"]]) != nil)
    }

    @Test func outletsAreToldByTheirPlugs() throws {
        #expect(try Self.misdirection(Self.outlets, nil) == nil)
        #expect(try Self.misdirection(Self.outlets, ["pm01", "pm02"]) == nil)
        #expect(try Self.misdirection(Self.outlets, ["pm01"], plugs: ["pm01": ["1", "2"]]) == nil)
        for parameters in [["plug": "7"], ["port": "7"]] {
            #expect(try Self.misdirection(Self.outlets, ["pm01", "pm02"], parameters) != nil)
            #expect(try Self.misdirection(Self.outlets, nil, parameters) != nil)
            #expect(try Self.misdirection(Self.outlets, ["pm01"], parameters, plugs: ["pm01": ["1", "2"]]) != nil)
            #expect(try Self.misdirection(Self.outlets, ["pm01"], parameters) == nil)
        }
        #expect(try Self.misdirection(Self.outlets, ["pm01", "pm02"], ["plug": "dynamic"]) == nil)
        #expect(try Self.misdirection(Self.outlets, ["pm01", "pm02"], argument: "none") != nil)
        #expect(try Self.misdirection(Self.outlets, ["pm01", "pm02"], argument: "uuid") == nil)
    }

    /// What answers for a node, or answers nothing, is not taken for its device by itself.
    @Test func withoutAListTheNodesHaveToBeNamed() throws {
        var facts = Self.outlets
        facts.actions.remove("list")
        let text = try #require(try Self.misdirection(facts, nil))
        #expect(text.contains("name its nodes in pcmk_host_list"))
        #expect(try Self.misdirection(facts, nil, check: .status) == nil)
        #expect(try Self.misdirection(facts, nil, check: .some(.none)) == nil)
        #expect(try Self.misdirection(facts, ["pm01", "pm02"]) == nil)
    }

    @Test func aKeyOrANodeNameTellsNodesApart() throws {
        let keys = AgentFacts(actions: ["off", "on", "status"], plugParameter: .plug)
        #expect(try Self.misdirection(keys, ["pm01", "pm02"], plugs: ["pm01": ["1"], "pm02": ["2"]]) == nil)
        #expect(try Self.misdirection(keys, ["pm01", "pm02"], plugs: ["pm01": ["1"]]) != nil)
        let crash = AgentFacts(actions: ["off"], takesNodeName: true)
        #expect(try Self.misdirection(crash, ["pm01", "pm02"]) == nil)
        #expect(try Self.misdirection(crash, nil, check: .some(.none), argument: "none") == nil)
        #expect(try Self.misdirection(AgentFacts(actions: ["off"]), ["pm01", "pm02"]) != nil)
    }
}
