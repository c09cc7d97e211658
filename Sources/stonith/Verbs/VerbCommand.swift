import Control
import Glibc

/// `stonith VERB`: one request to the daemon, from the command line to the exit status.
enum VerbCommand {
    /// - Parameter arguments: argv, the program's own name and the verb first.
    static func run(_ verb: Verb, _ arguments: [String]) -> Int32 {
        let terminal = Terminal()
        do throws(VerbArguments.Misuse) {
            let read = try VerbArguments(verb, arguments)
            if read.has("help") || read.has("h") {
                terminal.answer(VerbUsage.help(verb))
                return ExitStatus.done.rawValue
            }
            let task = try verb.task(read)
            let session = VerbSession(
                verb: verb, terminal: terminal, asJSON: read.has("json"),
                path: read.value("socket") ?? DaemonConnection.path)
            return perform(task, session)
        } catch {
            terminal.error("usage: \(VerbUsage.synopsis(verb))\n")
            terminal.error(
                "stonith \(verb.rawValue): \(Terminal.plain(error.text)) (stonith \(verb.rawValue) --help)\n")
            return ExitStatus.misuse.rawValue
        }
    }

    private static func perform(_ task: any VerbTask, _ session: VerbSession) -> Int32 {
        do throws(DaemonError) {
            return try task.perform(session)
        } catch {
            return session.fail(error)
        }
    }
}
