import ClusterModel
import CrmSyntax
import Glibc

/// The argument list of `crm configure`.
struct ConfigureWords {
    enum Verb: String, CaseIterable {
        case show, save, load, verify, validate, delete, help
        /// The words are a statement, its keyword first.
        case statement = ""
    }

    private(set) var verb = Verb.help
    private(set) var operands: [String] = []
    /// Of the CIB: `-c`, else the variable `CIB_file`.
    private(set) var file = getenv("CIB_file").map { String(cString: $0) } ?? ""
    private(set) var isForced = false

    init(_ arguments: ArraySlice<String>) throws(ToolFailure) {
        var (rest, words, isVerbatim) = (arguments, [String](), false)
        while let word = rest.popFirst() {
            switch word {
            case _ where isVerbatim || !word.hasPrefix("-") || word == "-":
                words.append(word)
                // `location l db -inf: pm01`
                isVerbatim = isVerbatim || words.count == 1 && Self.isStatement(word)
            case "--": isVerbatim = true
            case "-c", "--cib-file", "--file":
                guard let value = rest.popFirst() else { throw .misuse("\(word) needs a file") }
                file = value
            case _ where word.hasPrefix("--cib-file="): file = String(word.dropFirst("--cib-file=".utf8.count))
            case "-F", "-f", "--force": isForced = true
            case "-h", "--help": words.insert("help", at: 0)
            default: throw .misuse("there is no option \(word)")
            }
        }
        guard let name = words.first else {
            throw .misuse("say what to do: show, load, save, verify, validate, delete, or a statement")
        }
        guard !Self.isStatement(name) else {
            (verb, operands) = (.statement, words)
            return
        }
        guard let verb = Verb(rawValue: name), verb != .statement else { throw Self.unknown(name) }
        self.verb = verb
        operands = Array(words.dropFirst())
    }

    private static func isStatement(_ word: String) -> Bool { ClusterReading.keywords.contains(word.lowercased()) }

    private static func unknown(_ verb: String) -> ToolFailure {
        let near = NearestName.of(verb, among: Verb.allCases.map(\.rawValue) + ClusterReading.keywords).map { "\($0)?" }
        let hint = CrmHint.configure(verb).map { "here: \($0)" } ?? near
        return .misuse("there is no configure \(verb)" + (hint.map { "; \($0)" } ?? ""))
    }
}
