import Testing

@Suite struct MarkTests {
    /// This folder names what it forbids.
    private static let files = Tree.files.filter { !$0.isIn("Tests/TidyTests") }

    private static func report(_ files: [Tree.File], _ mark: Regex<Substring>) {
        for file in files {
            for (index, line) in file.lines.enumerated() {
                if let match = line.firstMatch(of: mark) { Issue.record("\(file.path):\(index + 1): \(match.0)") }
            }
        }
    }

    @Test func nothingIsLeftForLater() {
        Self.report(Self.files.filter { !$0.isIn("Tests") }, #/\b(?:TODO|FIXME|XXX|HACK)\b/#)
    }

    @Test func nothingTrapsOnPurpose() {
        Self.report(Self.files.filter { !$0.isIn("Tests") && $0.ends(in: ".swift") }, #/\bfatalError\(|\btry!|\bas!/#)
    }

    @Test func noTestWaitsForTimeToPass() {
        Self.report(Tree.swift.filter { $0.isIn("Tests") && !$0.isIn("Tests/TidyTests") }, #/\bu?sleep\(/#)
    }

    @Test func noFileKnowsTheMachineItWasWrittenOn() {
        Self.report(Self.files, #/(?:^|[^\w.*)])\/(?:work|root|home\/\w+|opt\/swift|tmp\/notes)\//#)
    }
}
