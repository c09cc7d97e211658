import CLinux
import ClusterModel
import Glibc
import Journal

/// The program: from the command line to the exit status.
enum JournalProgram {
    private static let misused: Int32 = 1

    static func main() {
        linux_prepare_process()
        let arguments = CommandLine.arguments
        guard arguments.count > 1, arguments[1] == "--write" else { exit(read(arguments)) }
        let options: WriterOptions
        do { options = try WriterOptions(arguments) } catch { exit(fail(error.text)) }
        let digest = SHA256()
        guard var writer = JournalWriter(options, { digest($0) }) else { exit(fail("the logs have no thread")) }
        writer.run()
    }

    private static func read(_ arguments: [String]) -> Int32 {
        if arguments.count == 2, ["--version", "-V"].contains(arguments[1]) {
            Output.answer("stonith-journal: \(Release.number) (swift-stonith)\n")
            return 0
        }
        let options: ReadingOptions
        do throws(JournalFailure) { options = try ReadingOptions(arguments) } catch { return fail(error.text) }
        do throws(JournalFailure) {
            switch options.task {
            case nil: Output.answer(JournalUsage.text)
            case .show: try ShowTask(options).run()
            case .verify: return try VerifyTask(options).run()
            case .export: try ExportTask(options).run()
            }
            return 0
        } catch {
            Output.complain(error.text)
            return misused
        }
    }

    private static func fail(_ text: String) -> Int32 {
        Output.complain("\(text) (stonith journal --help)")
        return misused
    }
}
