import Testing

/// What the Makefile installs has its page.
@Suite struct ManualTests {
    private static let makefile = Tree.files.first { $0.path == "Makefile" }?.text ?? ""

    private static func expectPage(_ path: String, about name: String) {
        guard let page = Tree.files.first(where: { $0.path == path }) else {
            Issue.record("there is no \(path)")
            return
        }
        let words = page.text.replacing("\\-", with: "-")
        #expect(words.contains(name) && words.contains("NAME"), "\(path) says nothing of \(name)")
    }

    @Test func everyProgramHasItsPage() throws {
        let installed = #/install -m 755 \$\(BIN\)/([\w-]+)/#
        let programs = Self.makefile.matches(of: installed).map { String($0.1) }
        try #require(programs.contains("stonith"))
        for name in programs { Self.expectPage("man/\(name).8", about: name) }
    }

    @Test func everyPluginHasItsPage() throws {
        let list = try #require(Self.makefile.firstMatch(of: #/(?m)^NATIVE := (.*)$/#))
        let plugins = list.1.split(separator: " ")
        try #require(plugins.contains("ipmi"))
        for name in plugins { Self.expectPage("man/stonith-\(name).7", about: String(name)) }
    }

    @Test func everyPageAndTheChangesNameThisRelease() throws {
        let source = try #require(Tree.files.first { $0.path == "Sources/ClusterModel/Release.swift" }?.text)
        let release = try #require(source.firstMatch(of: #/number = "([^"]+)"/#)).1
        let pages = Tree.files.filter { $0.isIn("man") && $0.ends(in: ".5", ".7", ".8") }
        try #require(pages.count > 8)
        for page in pages {
            let title = page.lines.first { $0.hasPrefix(".TH ") } ?? ""
            #expect(title.contains("\"swift\\-stonith \(release)\""), "\(page.path) is not of release \(release)")
        }
        let changes = Tree.files.first { $0.path == "CHANGELOG.md" }?.lines.first { $0.hasPrefix("## ") } ?? ""
        #expect(changes.hasPrefix("## \(release)"), "CHANGELOG.md begins with another release")
    }
}
