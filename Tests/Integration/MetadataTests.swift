import TestRig
import Testing

@Suite(.waiting) struct MetadataTests {
    @Test func everyTypeIsWellFormedXMLUnderItsOwnName() throws {
        let types = try Stage.shared.stonith(["-L"]).output.split(separator: "\n").map(String.init)
        #expect(types.count >= 18)
        // Not of the agents' contract, whatever it is called: a person runs it.
        for type in types where type != "fence_ack_manual" {
            let run = try Stage.shared.stonith(["-t", type, "-m"])
            #expect(run.status == 0, "\(type)")
            let name = try evaluate("string(/resource-agent/@name)", run.output)
            #expect(name.status == 0, "\(type): \(name.errors)")
            #expect(name.output == "\(type)\n")
            #expect(try evaluate("count(//parameter[@name=''])", run.output).output == "0\n", "\(type)")
        }
    }

    /// Text that a script prints cannot break the document around it.
    @Test func oddTextStaysText() throws {
        let folder = try TemporaryFolder()
        let stage = try Stage.copy()
        try stage.add(script: "contract", ContractScript.text)
        let plan = #"printf 'A & B <c> "q" ]]> \303\244 \001\033 \377\n'"#
        let run = try stage.stonith(
            ["-t", "external/contract", "-m"],
            environment: ["v_getinfo_devdescr": plan, "told": folder.path("told")])
        let text = try evaluate("normalize-space(/resource-agent/longdesc)", run.output)
        #expect(text.status == 0, "\(text.errors)")
        #expect(text.output == "A & B <c> \"q\" ]]> ä \u{FFFD}\n")
    }

    private func evaluate(_ path: String, _ document: String) throws -> ProcessRun {
        try ProcessRun.run("/usr/bin/xmllint", ["--nonet", "--xpath", path, "-"], input: document)
    }
}
