import AgentXML
import CLinux
import Execution
import Glibc

/// `stonith-metadata AGENT`: asks an RHCS agent for its metadata and prints it as one JSON object. A program of its
/// own, since no other may link libxml2 or parse what an agent says as XML.
struct MetadataProgram {
    static func main() {
        linux_prepare_process()
        let arguments = CommandLine.arguments
        guard arguments.count == 2, let path = arguments.last, path.hasPrefix("/") else {
            say("usage: stonith-metadata /usr/sbin/fence_AGENT: see stonith-metadata(8)")
            exit(misused)
        }
        exit(print(path))
    }

    private static let misused: Int32 = 64
    private static let unusable: Int32 = 1
    /// Pacemaker gives an agent as long.
    private static let timeoutMilliseconds: Int64 = 5000

    private static func print(_ agent: String) -> Int32 {
        do throws(TrustedPath.Refusal) { _ = try TrustedPath.check(agent, mustExecute: true) } catch {
            return fail(error.text)
        }
        let result = ScriptRun.run(
            path: agent, arguments: [agent], environment: Environment.entries,
            timeoutMilliseconds: timeoutMilliseconds, input: Array("action=metadata\n".utf8))
        guard result.ending == .exited(0) else { return fail("\(agent) has no metadata: \(result.ending.text)") }
        do throws(AgentDocument.Failure) {
            let document = try AgentDocument(xml: Array(result.output.utf8))
            return write(document.json.bytes) ? 0 : unusable
        } catch { return fail("\(agent): \(error.text)") }
    }

    private static func fail(_ text: String) -> Int32 {
        say(text)
        return unusable
    }

    private static func say(_ text: String) { _ = write(Array("\(text)\n".utf8), to: STDERR_FILENO) }

    private static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        linux_write_all(descriptor, bytes, bytes.count)
    }
}
