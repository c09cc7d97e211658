import CLinux
import ClusterModel
import ConsoleCore
import Glibc
import IPMISettings

/// The program: from the command line to the exit status.
enum ConsoleProgram {
    static let done: Int32 = 0
    static let misused: Int32 = 1
    static let failed: Int32 = 5
    static let inUse: Int32 = 107

    private static let usage = """
        usage: stonith-console --attach [--node NODE] [--steal]
               stonith-console --capture [--renew SECONDS]

        A node's serial console over LAN, for "stonith console NODE" and for stonithd, which start it. The parameters of
        an external/ipmi device come through a pipe.
        Manual: stonith-console(8)

        """

    static func main() {
        linux_prepare_process()
        let options: ConsoleOptions
        do { options = try ConsoleOptions(CommandLine.arguments) } catch {
            complain("\(error.text) (stonith-console --help)")
            exit(misused)
        }
        exit(run(options))
    }

    private static func run(_ options: ConsoleOptions) -> Int32 {
        switch options.task {
        case .capture: capture(options)
        case .attach: attach(options)
        case .version:
            answer("stonith-console: \(Release.number) (swift-stonith)\n")
        case .help, nil:
            answer(usage)
        }
    }

    // MARK: Tasks

    private static let extra: Int32 = 3

    private static func capture(_ options: ConsoleOptions) -> Int32 {
        let wish: ConsoleWish
        do { wish = try ConsoleWish(read(from: STDIN_FILENO), steals: false) } catch {
            return wait(CaptureReport.waiting(error.text))
        }
        guard let ring = RingFile(extra) else { return wait(.waiting("its ring file cannot be used (errno \(errno))")) }
        guard SOLSession.startEngine() else { return wait(.waiting("libipmiconsole has no memory or thread")) }
        var capture = Capture(wish, ring, renewSeconds: options.renewSeconds)
        capture.run()
        SOLSession.endEngine()
        return done
    }

    /// What will not be better before the configuration is another one: said once, and nothing else is done.
    private static func wait(_ report: CaptureReport) -> Int32 {
        Output.write(report.bytes, to: STDOUT_FILENO)
        var end = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
        while poll(&end, 1, -1) < 0, errno == EINTR {}
        return failed
    }

    private static func attach(_ options: ConsoleOptions) -> Int32 {
        // Without whoever started it nobody puts the terminal right should this process be killed.
        linux_end_with_parent(SIGTERM)
        do throws(SOLError) {
            let wish = try ConsoleWish(read(from: extra), steals: options.steals)
            close(extra)
            guard let signals = Attachment.takeSignals(), SOLSession.startEngine() else { throw SOLError(.library) }
            defer { SOLSession.endEngine() }
            return try Attachment(wish, node: options.node, signals: signals).run()
        } catch {
            complain("console of \(options.node): \(error.text)")
            return error.cause == .inUse ? inUse : failed
        }
    }

    /// The parameters; empty where they are not what they should be.
    private static func read(from descriptor: Int32) -> [String: String] {
        var parameters = ConsoleParameters()
        var bytes = [UInt8](repeating: 0, count: 4096)
        while !parameters.isComplete {
            let count = Glibc.read(descriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0, parameters.feed(bytes.prefix(count)) else { return [:] }
        }
        return parameters.values
    }

    private static func answer(_ text: String) -> Int32 {
        Output.write(Array(text.utf8), to: STDOUT_FILENO)
        return done
    }

    static func complain(_ text: String) {
        let line = ConsoleFilter.text("stonith-console: \(text)".utf8).filter { $0 != UInt8(ascii: "\n") }
        Output.write(line + [UInt8(ascii: "\n")], to: STDERR_FILENO)
    }
}
