import ClusterModel
import CrmSyntax
import Testing

/// What becomes of a configuration that is there, and what no comparison with crmsh can show.
@Suite struct ClusterReadingTests {
    private static let base = """
        node pm01
        primitive a Dummy params fake=1 op monitor interval=10s
        primitive b Dummy
        primitive c Dummy
        group g a b
        location l g 100: pm01
        property stonith-enabled=true no-quorum-policy=stop

        """

    private func read(_ text: String) throws -> CIBConfiguration {
        let reading = ClusterReading(Array(text.utf8))
        #expect(reading.diagnostics.isEmpty, "\(reading.rendered(file: "base"))")
        return reading.configuration
    }

    private func load(
        _ text: String, _ method: ClusterReading.Method, onto base: String = base
    ) throws -> String {
        let reading = ClusterReading(Array(text.utf8), onto: try read(base), by: method)
        #expect(!reading.hasMistakes, "\(reading.rendered(file: "change"))")
        return CrmWriter.write(reading.configuration)
    }

    @Test func replaceKeepsNodesOnly() throws {
        #expect(try load("primitive x Dummy", .replace) == "node pm01\nprimitive x Dummy\n")
    }

    @Test func updateReplacesWhatItNames() throws {
        let text = try load("primitive a Dummy params fake=2\nproperty no-quorum-policy=ignore", .update)
        #expect(text.contains("primitive a Dummy \\\n\tparams fake=2\nprimitive b Dummy\n"))
        #expect(text.contains("\tstonith-enabled=true \\\n\tno-quorum-policy=ignore\n"))
        #expect(text.contains("group g a b\n"))
        #expect(text.contains("location l g 100: pm01\n"))
    }

    @Test func pushRemovesWhatItDoesNotName() throws {
        let text = try load("node pm01\nprimitive a Dummy\nprimitive n Dummy", .push)
        #expect(text == "node pm01\nprimitive a Dummy\nprimitive n Dummy\n")
    }

    @Test func membersMoveWithTheGroup() throws {
        let text = try load("group g b c", .update)
        #expect(text.contains("group g b c\n"))
        let groups = ClusterReading(Array(text.utf8)).configuration.resources.compactMap { resource in
            if case .group(let members) = resource.kind { members.map(\.id) } else { nil }
        }
        #expect(groups == [["b", "c"]])
    }

    @Test func partsKeepTheirIDsThroughAnUpdate() throws {
        let base = "primitive a Dummy params $id=own fake=1 op monitor interval=10s id=mine"
        let reading = ClusterReading(
            Array("primitive a Dummy params fake=2 state=3 op monitor interval=10s timeout=5".utf8),
            onto: try read(base), by: .update)
        let resource = try #require(reading.configuration.resources.first)
        #expect(resource.parameters.map(\.id) == ["own"])
        #expect(resource.parameters[0].pairs.map(\.id) == ["own-fake", "own-state"])
        #expect(resource.operations.map(\.id) == ["mine"])
    }

    @Test func idsThatAreGivenAreNeverMadeUpForAnother() throws {
        let configuration = try read("primitive a Dummy\nlocation l a rule 1: defined x\nlocation l-rule a 5: pm01\n")
        #expect(configuration.constraints.map(\.id) == ["l", "l-rule"])
        #expect(configuration.constraints[0].rules.map(\.id) == ["l-rule-0"])
    }

    @Test func aReferenceToWhatIsThereAlready() throws {
        _ = try load("colocation c1 inf: c g\nprimitive d Dummy params $id-ref=a", .update)
    }

    @Test func levelsForAllNodesAreForThoseOfTheTextToo() throws {
        let configuration = try read(
            "node pm02\nnode pm01\nprimitive f stonith:null params hostlist=x\nfencing_topology f")
        #expect(configuration.fencingLevels.map { $0["target"] } == ["pm01", "pm02"])
    }

    @Test func twoStatementsOfOneSetAreJoined() throws {
        let configuration = try read("property a=1 b=2\nproperty b=3 c=4\n")
        #expect(
            configuration.properties.map { $0.pairs.map { "\($0.name)=\($0.value ?? "")" } } == [["a=1", "b=3", "c=4"]])
    }

    @Test func anOldUserIsATarget() throws {
        let configuration = try read("role r read xpath:/cib\nuser joe role:r\n")
        #expect(CrmWriter.write(configuration).contains("acl_target joe \\\n\tr\n"))
    }

    @Test func wordsOfAnyCase() throws {
        let text = CrmWriter.write(try read("primitive a Dummy\nlocation l a RULE -inf: NOT_DEFINED x OR x LT 5"))
        #expect(text.contains("rule -inf: not_defined x or x lt 5"))
    }

    @Test func whatTheLanguageCannotSayIsXML() throws {
        var configuration = try read("primitive a Dummy params fake=1")
        configuration.resources[0].parameters[0].pairs[0].value = "two\nlines"
        let text = CrmWriter.write(configuration)
        #expect(text.hasPrefix("xml <primitive"))
        #expect(ClusterReading(Array(text.utf8)).configuration == configuration)
    }

    @Test func aContainerInXMLHasItsResourcesInIt() throws {
        var configuration = try read("primitive a Dummy\ngroup g a\nprimitive b Dummy")
        configuration.resources[0].unknown = [UnknownElement(section: "group", xml: "<new-thing/>")]
        let text = CrmWriter.write(configuration)
        #expect(text.contains("xml <group id=\"g\">"))
        #expect(!text.contains("primitive a Dummy"))
        #expect(ClusterReading(Array(text.utf8)).configuration.resources.count == 2)
    }

    @Test func passwordsAreHiddenFromPeopleOnly() throws {
        let configuration = try read("primitive f stonith:null params hostlist=a passwd=geheim")
        #expect(CrmWriter(configuration, hidesPasswords: true).text.contains("passwd=\"******\""))
        #expect(CrmWriter.write(configuration).contains("passwd=geheim"))
        #expect(CrmWriter.write(configuration.hidingPasswords).contains("passwd=\"******\""))
    }

    @Test func someObjectsOnly() throws {
        let writer = CrmWriter(try read(Self.base + "tag t a c\n"))
        #expect(try writer.text(of: ["b", "l"]) == "primitive b Dummy\nlocation l g 100: pm01\n")
        #expect(try writer.text(of: ["type:group"]) == "group g a b\n")
        #expect(try writer.text(of: ["related:g"]) == "group g a b\nlocation l g 100: pm01\n")
        #expect(try writer.text(of: ["tag:t"]).contains("primitive c Dummy\n"))
        #expect(throws: CrmWriter.NoSuchObject(word: "nobody")) { try writer.text(of: ["a", "nobody"]) }
    }
}
