import ClusterModel
import Foundation
import FoundationXML
import Testing

@testable import Agents

@Suite struct AgentMetadataTests {
    private static let nasty = "a<b>&\"c\" ä </longdesc> ]]> '"

    private static func description(_ text: String) -> DeviceDescription {
        DeviceDescription(
            type: "external/ipmi", deviceID: text, text: text, url: "",
            parameters: [
                .init(
                    name: "passwd", type: "string", fallback: nil, brief: text, text: text, isRequired: true,
                    isListed: true, isSecret: true, isUnique: false),
                .init(
                    name: "interface", type: "select", fallback: text, brief: "", text: "", isRequired: false,
                    isListed: true, isSecret: false, isUnique: true),
            ])
    }

    private static func root(_ text: String) throws -> XMLElement {
        try #require(try XMLDocument(xmlString: AgentMetadata.xml(of: description(text))).rootElement())
    }

    private static func words(_ nodes: [XMLNode]) -> [String] {
        nodes.map { ($0.stringValue ?? "").trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    @Test(arguments: [nasty, "plain", "", "<\u{338}", "&\u{301}amp;", "\u{1}\u{8}\u{B}\u{1F}", "\u{FFFE}"])
    func anyTextMakesWellFormedXML(text: String) throws {
        let root = try Self.root(text)
        #expect(root.name == "resource-agent")
        #expect(try root.nodes(forXPath: "parameters/parameter").count == 2)
        #expect(try root.nodes(forXPath: "*").count == 6)
    }

    @Test func textComesOutAsItWentIn() throws {
        let root = try Self.root(Self.nasty)
        #expect(Self.words(try root.nodes(forXPath: "longdesc | shortdesc")) == [Self.nasty, Self.nasty])
        #expect(Self.words(try root.nodes(forXPath: "parameters/parameter[1]/longdesc")) == [Self.nasty])
        #expect(Self.words(try root.nodes(forXPath: "parameters/parameter[2]/content/@default")) == [Self.nasty])
    }

    @Test func aParameterSaysWhatItIs() throws {
        let root = try Self.root("x")
        func value(_ path: String) throws -> [String] { Self.words(try root.nodes(forXPath: path)) }
        #expect(try value("parameters/parameter/@name") == ["passwd", "interface"])
        #expect(try value("parameters/parameter/@required") == ["1", "0"])
        #expect(try value("parameters/parameter/@unique") == ["0", "1"])
        #expect(try value("parameters/parameter/content/@type") == ["string", "select"])
        #expect(try value("parameters/parameter[1]/content/@default").isEmpty)
    }

    @Test func theActionsAreThoseOfClusterGlue() throws {
        let actions = try Self.root("x").nodes(forXPath: "actions/action/@name")
        #expect(Self.words(actions) == ["start", "stop", "status", "monitor", "meta-data"])
    }

    @Test func aScriptsOwnXMLIsHandedOnAsItIs() {
        let xml = AgentMetadata.xml(
            type: "external/x", description: "d", deviceID: "i", parameters: "<parameters><parameter/></parameters>")
        #expect(xml.contains("<parameters><parameter/></parameters>"))
        #expect(xml.contains("<resource-agent name=\"external/x\">"))
    }
}
