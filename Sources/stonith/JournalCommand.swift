import Execution
import Glibc

/// `stonith journal …`: hands over to the program that has libcrypto, so that every other start is without it.
enum JournalCommand {
    /// Only the first argument counts, as with a verb.
    static func isSelected(by arguments: [String]) -> Bool { arguments.count > 1 && arguments[1] == "journal" }

    /// Its line in `stonith --help`: what to type, and what it does.
    static let synopsis = "journal TASK"
    static let brief = "show, verify or export what stonithd did and why"

    /// Answers only where the program cannot be started.
    static func run(_ arguments: [String], _ installation: Installation = .ofThisProgram()) -> Int32 {
        let words = ["stonith-journal"] + (arguments.count > 2 ? Array(arguments.dropFirst(2)) : ["--help"])
        var pointers = words.map { strdup($0) }
        pointers.append(nil)
        execv(installation.journal, &pointers)
        let reason = strerror(errno).map { String(cString: $0) } ?? "\(errno)"
        Terminal().message(.error, "\(installation.journal) cannot be started: \(reason)")
        return 1
    }
}
