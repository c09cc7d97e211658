import Testing

@Suite struct NameTests {
    /// `Type.swift` declares the type, `Type+Aspect.swift` extends it. In the rig a function may give the name.
    /// Examples are named for what a reader looks for.
    @Test func everyFileIsNamedForAType() throws {
        let named = Tree.swift.filter { !$0.isIn("examples") && !["main.swift", "Package.swift"].contains($0.name) }
        for file in named {
            let parts = file.name.dropLast(".swift".count).split(separator: "+")
            let kinds = parts.count > 1 ? "extension" : "struct|class|enum|actor|protocol|typealias"
            let function = file.isIn("Tests/TestRig") ? "|func\\s+\(parts[0].lowercased())" : ""
            let declaration = try Regex("\\b(?:(?:\(kinds))\\s+\(parts[0])\(function))\\b").wordBoundaryKind(.simple)
            if SwiftText(file.text).code.firstMatch(of: declaration) == nil {
                Issue.record("\(file.path) declares no \(parts[0])")
            }
        }
    }
}
