import CLinux
import ClusterModel

/// One executable under several names: each tool has a file of its own, and acts on files alone.
enum CrmProgram {
    /// - Parameter arguments: argv, the program's own name first.
    static func run(_ arguments: [String]) -> Int32 {
        linux_prepare_process()
        if let tool = CrmTool(calledAs: arguments.first ?? "") { return tool.run(arguments) }
        guard arguments.count > 1 else { return misuse("a command is missing") }
        let word = arguments[1]
        if let tool = CrmTool(word: word) { return tool.run(Array(arguments.dropFirst())) }
        switch word {
        case "--help", "-h", "help": Terminal.answer(usage)
        case "--version", "-$": Terminal.answer("crm \(Release.number) (swift-stonith)\n")
        default: return misuse(unknown(arguments.dropFirst()))
        }
        return ExitCode.ok.rawValue
    }

    private static func unknown(_ words: ArraySlice<String>) -> String {
        let word = words.first ?? ""
        let near = NearestName.of(word, among: CrmTool.allCases.map(\.word)).map { "\($0)?" }
        let hint = CrmHint.command(Array(words)).map { "here: \($0)" } ?? near
        return "there is no command \(word)" + (hint.map { "; \($0)" } ?? "")
    }

    private static func misuse(_ text: String) -> Int32 {
        Terminal.complain("crm", "\(text) (crm --help, man 8 crm)")
        return ExitCode.usage.rawValue
    }

    private static let usage = """
        usage: crm COMMAND [ARGUMENTS]

        \(CrmTool.allCases.map { "  \(padded($0.word))\($0.summary)\n" }.joined())
        Each command but configure is a program under its own name too. COMMAND --help tells more.  Manual: crm(8)

        """

    private static func padded(_ word: String) -> String {
        word + String(repeating: " ", count: max(1, 16 - word.utf8.count))
    }
}
