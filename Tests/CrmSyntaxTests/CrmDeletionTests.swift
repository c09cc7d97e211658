import ClusterModel
import CrmSyntax
import Testing

/// What goes with an object that is deleted.
@Suite struct CrmDeletionTests {
    private static let text = """
        node pm01
        rsc_template T Dummy
        primitive a Dummy
        primitive b Dummy
        primitive c Dummy
        primitive t @T
        group g a b
        clone cl c
        tag both a c
        location l a inf: pm01
        colocation co inf: cl g
        order o ( a b ) cl

        """

    private func delete(_ ids: String...) -> (text: String, consequences: [String], unknown: [String]) {
        let reading = ClusterReading(Array(Self.text.utf8))
        #expect(reading.diagnostics.isEmpty, "\(reading.rendered(file: "x"))")
        let deletion = CrmDeletion(ids, of: reading.configuration)
        return (CrmWriter.write(deletion.configuration), deletion.consequences, deletion.unknown)
    }

    @Test func aMemberLeavesItsGroup() {
        let (text, consequences, _) = delete("a")
        #expect(consequences == ["l"])
        #expect(text.contains("group g b\n") && text.contains("tag both c\n") && text.contains("order o ( b ) cl\n"))
    }

    @Test func aGroupLeavesItsMembers() {
        let (text, consequences, _) = delete("g")
        #expect(consequences == ["co"])
        #expect(text.contains("primitive a Dummy\n") && !text.contains("group"))
    }

    @Test func theLastMemberTakesItsContainerAlong() {
        #expect(Set(delete("c").consequences) == ["cl", "co"])
        #expect(Set(delete("a", "b").consequences) == ["g", "co", "l", "o"])
    }

    @Test func aTemplateTakesItsPrimitivesAlong() { #expect(delete("T").consequences == ["t"]) }

    @Test func aNodeGoesAlone() {
        let (text, consequences, _) = delete("pm01")
        #expect(consequences.isEmpty && !text.contains("node "))
    }

    @Test func whatIsNotThere() { #expect(delete("nobody", "l").unknown == ["nobody"]) }
}
