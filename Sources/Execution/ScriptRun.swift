import Agents
import ClusterModel

/// One run of an external script or RHCS agent: its output kept in part, its life bounded.
public enum ScriptRun {
    public struct Result: Sendable, Equatable {
        public var ending: ExternalScript.Ending
        public var output: String
        public var errors: String
    }

    /// Of each of stdout and stderr this much is kept; what a script prints beyond it is read and dropped.
    static let outputBytesMax = 256 * 1024

    /// Runs the script until it ends or the time is up; then it is killed with its whole process group.
    ///
    /// A background process that keeps the output open does not hold the result up: the script's own end counts.
    ///
    /// - Parameter input: What it reads on its standard input; nothing where it is empty. As much as a pipe holds.
    public static func run(
        path: String, arguments: [String], environment: [String], timeoutMilliseconds: Int64, input: [UInt8] = []
    ) -> Result {
        do throws(SpawnError) {
            let source = input.isEmpty ? try Descriptor.null() : try Descriptor.pipe(holding: input)
            let (output, outputEnd) = try Descriptor.pipe()
            let (errors, errorsEnd) = try Descriptor.pipe()
            let child = try Child(
                path: path, arguments: arguments, environment: environment,
                descriptors: [source, outputEnd, errorsEnd], sharesSignals: true)
            outputEnd.close()
            errorsEnd.close()
            guard let end = try? child.endDescriptor() else {
                child.end()
                return Result(ending: .deadline, output: "", errors: "it could not be watched, so it was killed")
            }
            var listener = Listener(end: end, output: output, errors: errors)
            let inTime = listener.listen(until: BootClock.moment(inMilliseconds: timeoutMilliseconds))
            return listener.result(inTime ? ending(child.wait()) : kill(child))
        } catch {
            return Result(ending: .notBegun(error.text), output: "", errors: "")
        }
    }

    private static func kill(_ child: Child) -> ExternalScript.Ending {
        child.end()
        return .deadline
    }

    private static func ending(_ ending: Child.Ending) -> ExternalScript.Ending {
        switch ending {
        case .exited(let status): .exited(status)
        case .signal(let signal): .signal(signal)
        }
    }

    private struct Listener {
        let end: Descriptor
        var output: Descriptor?
        var errors: Descriptor?
        var outputBytes: [UInt8] = []
        var errorBytes: [UInt8] = []

        init(end: Descriptor, output: Descriptor, errors: Descriptor) {
            self.end = end
            self.output = output
            self.errors = errors
        }

        /// False when the deadline passed before the process ended.
        mutating func listen(until deadline: Int64) -> Bool {
            while true {
                let ready = Poll.readable([end, output, errors], until: deadline)
                guard ready.contains(true) else { return false }
                if ready[1] { Self.take(from: &output, into: &outputBytes) }
                if ready[2] { Self.take(from: &errors, into: &errorBytes) }
                if ready[0] { break }
                if BootClock.milliseconds() >= deadline { return false }
            }
            drain()
            return true
        }

        /// What it printed before it ended may still be in the pipes; a pipe holds at most 64 KiB.
        private mutating func drain() {
            for _ in 0..<5 where Poll.readable([output], until: 0)[0] { Self.take(from: &output, into: &outputBytes) }
            for _ in 0..<5 where Poll.readable([errors], until: 0)[0] { Self.take(from: &errors, into: &errorBytes) }
        }

        private static func take(from pipe: inout Descriptor?, into bytes: inout [UInt8]) {
            guard let read = pipe?.readSome() else {
                pipe = nil
                return
            }
            bytes += read.prefix(outputBytesMax - bytes.count)
        }

        func result(_ ending: ExternalScript.Ending) -> Result {
            Result(
                ending: ending, output: String(decoding: outputBytes, as: UTF8.self),
                errors: String(decoding: errorBytes, as: UTF8.self))
        }
    }
}
