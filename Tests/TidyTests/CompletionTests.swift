import Foundation
import TestRig
import Testing

/// Help, pages and completions of the programs that are one executable name the same options.
@Suite struct CompletionTests {
    private static let sources = [
        "crm": "ConfigureUsage", "crm_simulate": "SimulateUsage", "crm_verify": "VerifyRequest",
        "cibadmin": "CibadminOptions",
    ]
    private static let common: Set = ["--help", "--version"]

    private static func text(_ path: String) -> String { Tree.files.first { $0.path == path }?.text ?? "" }

    /// Long options of a text.
    private static func options(_ text: String) -> Set<String> {
        Set(text.matches(of: #/(?:^|[^\w-])(--[a-z][a-z-]+)/#).map { String($0.1) })
    }

    /// The text between triple quotes that begins with `usage:`.
    private static func help(_ name: String) -> String {
        let source = text("Sources/crm/\(sources[name] ?? "").swift")
        return source.split(separator: "\"\"\"").map(String.init).first { $0.contains("usage: ") } ?? ""
    }

    @Test(arguments: ["crm", "crm_simulate", "crm_verify", "cibadmin"])
    func optionsAgree(_ name: String) throws {
        let help = Self.options(Self.help(name))
        try #require(!help.isEmpty)
        let page = Self.options(Self.text("man/\(name).8").replacing("\\-", with: "-"))
        let completion = Self.options(Self.text("man/completions/\(name).bash"))
        #expect(help.subtracting(page) == [], "in the help and not on the page")
        #expect(help.subtracting(completion) == [], "in the help and not completed")
        let extra = name == "crm_simulate" ? ["--output-as"] : []
        #expect(completion.subtracting(help).subtracting(Self.common).subtracting(extra) == [], "completed, not helped")
    }

    @Test func theMakefileKnowsThem() throws {
        let list = try #require(Self.text("Makefile").firstMatch(of: #/(?m)^CRM_NAMES := (.*)$/#)).1
        #expect(Set(list.split(separator: " ").map(String.init)) == Set(Self.sources.keys))
    }

    /// What bash offers at the end of a line.
    private func offered(_ line: String...) throws -> [Substring] {
        let name = line[0]
        let words = line.map { "'\($0)'" }.joined(separator: " ")
        let run = try ProcessRun.run(
            "/bin/bash",
            [
                "-c",
                "source \(Stage.repository)/man/completions/\(name).bash; COMP_WORDS=(\(words)); "
                    + "COMP_CWORD=\(line.count - 1); _\(name); echo \"${COMPREPLY[@]}\"",
            ])
        #expect(run.errors == "")
        return run.output.split(whereSeparator: \.isWhitespace)
    }

    @Test func bashCompletes() throws {
        let folder = try TemporaryFolder()
        let cib = try folder.write(
            "cib.xml",
            "<nodes><node id=\"1\" uname=\"pm01\"/></nodes>\n<primitive class=\"lsb\" id=\"web\" type=\"x\"/>")
        #expect(try offered("crm_verify", "--xml") == ["--xml-file", "--xml-text", "--xml-pipe"])
        #expect(try offered("cibadmin", "-Q", "-o", "cons") == ["constraints"])
        #expect(try offered("cibadmin", "-Q", "-x", cib.dropLast(2).description) == [cib[...]])
        #expect(try offered("crm", "conf") == ["configure"])
        #expect(try offered("crm", "configure", "load", "up") == ["update"])
        #expect(try offered("crm", "configure", "-c", cib, "delete", "w") == ["web"])
        #expect(try offered("crm_simulate", "-x", cib, "--why", "w") == ["web"])
    }
}
