import AgentXML
import Agents
import ClusterModel
import Testing

/// From an agent's XML to what is known of it, by way of the JSON between the two programs.
@Suite struct AgentDocumentTests {
    private static let xml = """
        <?xml version="1.0" ?>
        <resource-agent name="fence_x" shortdesc="Fence agent for &lt;X&gt;" >
        <symlink name="fence_y" shortdesc="other"/>
        <longdesc>
          Two lines
          of “text”.
        </longdesc>
        <vendor-url>https://x.example</vendor-url>
        <parameters>
            <parameter name="action" unique="0" required="1">
                <getopt mixed="-o, --action=[action]" /><content type="string" default="reboot" />
                <shortdesc lang="en">Fencing action</shortdesc>
            </parameter>
            <parameter name="ip" unique="1" required="1" obsoletes="ipaddr">
                <content type="string" /><shortdesc lang="en">Address</shortdesc>
            </parameter>
            <parameter name="ipaddr" required="1" deprecated="1"><content type="string" /></parameter>
            <parameter name="password" required="0"><content type="string"/></parameter>
            <parameter name="plug" required="1" obsoletes="port"><content type="string"/></parameter>
            <parameter name="port" required="1" deprecated="1"><content type="string"/></parameter>
            <parameter name="method"><content type="select" default="cycle"><option value="onoff"/></content>
            </parameter>
        </parameters>
        <actions>
            <action name="on" automatic="1" on_target="1"/>
            <action name="off"/><action name="status"/><action name="list" />
        </actions>
        </resource-agent>
        """

    private static func profile(_ xml: String) throws -> AgentProfile {
        let document = try AgentDocument(xml: Array(xml.utf8))
        return try AgentProfile(try #require(DeviceType("fence_x")), json: document.json.bytes[...])
    }

    @Test func factsAreTheMetadatas() throws {
        let facts = try Self.profile(Self.xml).facts
        #expect(
            facts
                == AgentFacts(
                    actions: ["on", "off", "status", "list"], plugParameter: .plug, onIsAutomatic: true,
                    onRunsOnTarget: true, methodDefault: "cycle", replacements: ["ipaddr": "ip", "port": "plug"],
                    plugIsRequired: true))
        #expect(!facts.supportsReboot && facts.supportsOff && facts.supportsList && !facts.supportsMonitor)
    }

    @Test func anOptionalPlugMayBeAnotherNameOfTheAddress() throws {
        let xml = """
            <resource-agent><parameters><parameter name="plug" required="0"/><parameter name="port_as_ip"/>
            </parameters><actions><action name="off"/></actions></resource-agent>
            """
        #expect(
            try Self.profile(xml).facts
                == AgentFacts(actions: ["off"], plugParameter: .plug, plugCanBeAddress: true))
        let kdump = xml.replacing("\"plug\"", with: "\"nodename\"").replacing("port_as_ip", with: "ipport")
        #expect(try Self.profile(kdump).facts == AgentFacts(actions: ["off"], takesNodeName: true))
    }

    @Test func parametersAreTheMetadatas() throws {
        let description = try Self.profile(Self.xml).description
        #expect(description.type == "fence_x" && description.deviceID == "Fence agent for <X>")
        #expect(description.text == "Two lines\n  of “text”." && description.url == "https://x.example")
        #expect(description.kind == .power(evidenceMax: .accepted), "its on is unfencing")
        #expect(
            description.parameters.map(\.name)
                == ["action", "ip", "ipaddr", "password", "plug", "port", "method"])
        #expect(description.parameters.filter(\.isListed).map(\.name) == ["ip", "password", "plug", "method"])
        #expect(description.parameters.filter(\.isRequired).map(\.name) == ["ip"], "the plug is the node's")
        #expect(description.parameters.filter(\.isSecret).map(\.name) == ["password"])
        #expect(description.parameters.last?.fallback == "cycle" && description.parameters.last?.type == "select")
    }

    @Test func withoutStatusNothingIsReadBack() throws {
        let xml = "<resource-agent><actions><action name=\"off\"/></actions></resource-agent>"
        let profile = try Self.profile(xml)
        #expect(profile.description.kind == .power(evidenceMax: .accepted))
        #expect(profile.facts == AgentFacts(actions: ["off"]))
    }

    @Test func whatWasCalledRequiredIsAutomatic() throws {
        let xml = "<resource-agent><actions><action name=\"on\" required=\"1\"/></actions></resource-agent>"
        #expect(try Self.profile(xml).facts.onIsAutomatic)
    }

    @Test(arguments: ["", "usage: fence_x [-n] node", "<resource-agent>", "<a/>", "<resource-agent/><x/>"])
    func whatIsNoMetadataIsRefused(xml: String) {
        #expect(throws: AgentDocument.Failure.self) { try AgentDocument(xml: Array(xml.utf8)) }
    }

    @Test func nothingOutsideTheTextIsRead() throws {
        let xml = """
            <!DOCTYPE resource-agent [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "inner">]>
            <resource-agent><longdesc>[&x;]</longdesc></resource-agent>
            """
        #expect(try AgentDocument(xml: Array(xml.utf8)).text == "[]")
    }

    @Test func whatIsTooMuchIsRefused() throws {
        let many = String(repeating: "<parameter name=\"a\"/>", count: 600)
        let xml = "<resource-agent><parameters>\(many)</parameters></resource-agent>"
        #expect(throws: AgentDocument.Failure.tooMany("parameters")) { try AgentDocument(xml: Array(xml.utf8)) }
        let long = "<resource-agent><longdesc>a\(String(repeating: "€", count: 5000))</longdesc></resource-agent>"
        #expect(try AgentDocument(xml: Array(long.utf8)).text == "a" + String(repeating: "€", count: 2730))
        let endless = Array(String(repeating: " ", count: AgentDocument.bytesMax + 1).utf8)
        #expect(throws: AgentDocument.Failure.tooLong(bytes: endless.count)) { try AgentDocument(xml: endless) }
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"brief":1}"#,
        #"{"brief":"","text":"","url":"","parameters":[1],"actions":[]}"#,
        #"{"brief":"","text":"","url":"","parameters":[],"actions":[{"name":"on"}]}"#,
    ])
    func otherJSONIsNoProfile(json: String) throws {
        let type = try #require(DeviceType("fence_x"))
        #expect(throws: AgentProfile.Failure.self) { try AgentProfile(type, json: Array(json.utf8)[...]) }
    }
}
