import ClusterReport
import Testing

@Suite struct OutlineTests {
    private static func example(_ layout: Outline.Layout) -> String {
        var outline = Outline(layout)
        outline.begin("Current cluster status")
        outline.begin("Node List")
        outline.item("Online", "[ pm01 ]")
        outline.end()
        outline.blankLine()
        outline.item("first")
        outline.line("apart")
        outline.end()
        return outline.text
    }

    @Test func listsAreIndented() {
        #expect(
            Self.example(.fancy) == """
                Current cluster status:
                  * Node List:
                    * Online: [ pm01 ]

                  * first
                apart

                """)
    }

    @Test func plainItemsStandAlone() {
        #expect(Self.example(.plain) == "[ pm01 ]\n\nfirst\napart\n")
    }
}
