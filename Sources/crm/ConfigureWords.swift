import ClusterModel
import Glibc

/// The argument list of `crm configure`.
struct ConfigureWords {
    enum Verb: String, CaseIterable {
        case show, save, load, verify, validate, delete, help
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
            case _ where isVerbatim || !word.hasPrefix("-") || word == "-": words.append(word)
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
            throw .misuse("say what to do: show, load, save, verify, validate, delete")
        }
        guard let verb = Verb(rawValue: name) else {
            let near = NearestName.of(name, among: Verb.allCases.map(\.rawValue))
            throw .misuse("there is no configure \(name)" + (near.map { "; \($0)?" } ?? ""))
        }
        self.verb = verb
        operands = Array(words.dropFirst())
    }
}
