import Testing

@Suite struct SizeTests {
    private static let code = Tree.swift + Tree.c

    private static func median(_ numbers: [Int]) -> Int { numbers.sorted()[numbers.count / 2] }

    @Test func noFunctionHasMoreThan70Lines() {
        for span in FunctionSpan.all where span.length > 70 {
            Issue.record("\(span.file):\(span.line): a function of \(span.length) lines")
        }
    }

    @Test func halfOfAllFunctionsHave9LinesOrFewer() throws {
        try #require(FunctionSpan.swift.count > 300)
        try #require(FunctionSpan.c.count > 50)
        #expect(Self.median(FunctionSpan.all.map(\.length)) <= 9)
    }

    @Test func noFileHasMoreThan500Lines() throws {
        try #require(Self.code.count > 50)
        for file in Self.code where file.lines.count > 500 {
            Issue.record("\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func halfOfAllFilesHave130LinesOrFewer() {
        #expect(Self.median(Self.code.map(\.lines.count)) <= 130)
    }

    @Test func noLineHasMoreThan120Columns() {
        for file in Self.code {
            for (index, line) in file.lines.enumerated() where line.count > 120 {
                Issue.record("\(file.path):\(index + 1): \(line.count) columns")
            }
        }
    }

    @Test func functionsAreMeasuredWhole() {
        let source = """
            struct A {
                func one() { "}" }
                @inline(never) static func five(_ f: () -> Void = {}) -> String {
                    // }
                    let text = "\\(["}": 1]["}"] ?? 0) {"
                    return text
                }
                init?(x: Int) {
                }
                deinit {}
            }
            protocol P { func none() }
            """
        let spans = FunctionSpan.spans(swift: Tree.File(path: "a.swift", text: source))
        #expect(spans.map(\.length) == [1, 5, 2, 1])
        #expect(spans.map(\.line) == [2, 3, 8, 10])
        let c = "int a;\n\nstatic int f(int x,\n\tint y)\n{\n\tif (x) {\n\t}\n}\nstruct s\n{\n};\n"
        #expect(FunctionSpan.spans(c: Tree.File(path: "a.c", text: c)).map(\.length) == [6])
    }
}
