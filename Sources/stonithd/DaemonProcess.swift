import CLinux
import ClusterModel
import Control
import Execution
import Glibc
import NIOCore
import NIOPosix
import Runtime

/// The program: from the command line to the loop, and its end.
struct DaemonProcess {
    private let options: DaemonOptions
    private let installation: Installation

    static func main() {
        linux_prepare_process()
        // Whoever started it keeps no lock or pipe open through it.
        closefrom(STDERR_FILENO + 1)
        let options: DaemonOptions
        do { options = try DaemonOptions(CommandLine.arguments) } catch {
            complain("\(error.text) (stonithd --help)")
            exit(1)
        }
        exit(DaemonProcess(options: options, installation: .ofThisProgram()).run())
    }

    private static func complain(_ text: String) {
        let bytes = Array("stonithd: \(text)\n".utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static func print(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    private func run() -> Int32 {
        if options.showsHelp {
            Self.print(DaemonUsage.text)
            return 0
        }
        if options.showsVersion {
            Self.print("stonithd: \(Release.number) (swift-stonith)\n")
            return 0
        }
        let loaded: LoadedConfiguration
        do { loaded = try .load(options.configuration, policy: options.policy, installation) } catch {
            Self.print(error.text.hasSuffix("\n") ? error.text : "stonithd: \(error.text)\n", to: STDERR_FILENO)
            return 1
        }
        Self.print(loaded.warnings, to: STDERR_FILENO)
        return options.checksOnly ? check(loaded) : serve(loaded)
    }

    /// What is not in place on this node is no mistake of the file, but whoever checks wants to know.
    private func check(_ loaded: LoadedConfiguration) -> Int32 {
        for device in loaded.devices {
            guard device.agent != nil, let problem = device.problem else { continue }
            Self.complain("device \(device.configuration.id) cannot work: \(problem)")
        }
        var review = DeviceReview(installation)
        for finding in review.findings(loaded.devices.map(\.configuration)) {
            let head = "device \(finding.device)\(finding.isMistake ? " cannot work" : "")"
            Self.complain("\(head): \(finding.text)")
        }
        for text in AlertReview.findings(loaded.fencing.alerts) { Self.complain("alert \(text)") }
        return 0
    }

    // MARK: Serving

    private func serve(_ loaded: LoadedConfiguration) -> Int32 {
        guard makeFolders(), let lock = lock() else { return 1 }
        defer { lock.close() }
        guard let journal = lockState() else { return 1 }
        defer { journal.close() }
        let socket = linux_listen(options.socket, 0o666, 512)
        guard socket >= 0 else {
            Self.complain("\(options.socket) cannot be served: \(String(cString: strerror(errno)))")
            return 1
        }
        let ready = options.isForeground ? -1 : linux_background()
        guard options.isForeground || ready >= 0 else {
            Self.complain("it cannot go into the background (errno \(errno))")
            return 1
        }
        do throws(SpawnError) {
            let signals = try SignalSource.open([SIGHUP, SIGTERM, SIGINT, ProcessConditions.gaveWay])
            if !options.isForeground { detach() }
            runLoop(loaded, signals, Descriptor(socket), ready)
            unlink(options.socket)
            return 0
        } catch {
            Self.complain(error.text)
            return 1
        }
    }

    /// Whoever started it in the background gets its terminal back, before any child could inherit it.
    private func detach() {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        for number in 0...2 { dup2(null, Int32(number)) }
        close(null)
        chdir("/")
    }

    /// The folders that it writes to, where they are missing.
    private func makeFolders() -> Bool {
        for folder in [options.state, parent(options.socket), parent(options.log)] {
            mkdir(folder, 0o755)
            guard access(folder, W_OK) == 0 else {
                Self.complain("the folder \(folder) is missing or cannot be written")
                return false
            }
        }
        return makePrivate(options.execFolder) && makePrivate(options.consoleFolder)
    }

    /// Whoever gets at the sockets of the fork servers gets at these; a console is not for everybody's eyes.
    private func makePrivate(_ folder: String) -> Bool {
        mkdir(folder, 0o700)
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
            chmod(folder, 0o700) == 0
        else {
            Self.complain("\(folder) is missing, or not a folder of this user: remove what lies there")
            return false
        }
        return true
    }

    private func parent(_ path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    }

    /// One daemon a socket: two would each fence for the same requests.
    private func lock() -> Descriptor? {
        let path = options.socket + ".lock"
        let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0, flock(number, LOCK_EX | LOCK_NB) == 0 else {
            Self.complain("another stonithd serves \(options.socket) (\(path) is locked)")
            return nil
        }
        return Descriptor(number)
    }

    /// One daemon a journal, on whichever socket: another one would take what this one has open for left over. The
    /// folder itself is locked, since a file in it cannot be made while its disk is frozen.
    private func lockState() -> Descriptor? {
        let number = open(options.state, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0, flock(number, LOCK_EX | LOCK_NB) == 0 else {
            Self.complain("another stonithd has its journal in \(options.state) (give this one another --state)")
            return nil
        }
        return Descriptor(number)
    }

    private func runLoop(_ loaded: LoadedConfiguration, _ signals: Descriptor, _ socket: Descriptor, _ ready: Int32) {
        let memory = DaemonMemory.read("\(options.state)/journal", node: options.node)
        var seed = SystemRandomNumberGenerator()
        let number = seed.next()
        let run = Self.sixteenDigits(seed.next())
        let process = self
        let conditions = ProcessConditions(options).take()
        MultiThreadedEventLoopGroup.withCurrentThreadAsEventLoop { loop in
            let log = WriterPipe(on: loop, run: run) { ends throws(SpawnError) in
                try process.spawnWriter(ends, run)
            }
            let daemon = FencingDaemon(
                process.options, loaded, process.installation, seed: number, memory: memory, on: loop,
                log: log)
            let life = DaemonRun(daemon, signals: signals, socket: socket, ready: ready)
            for line in conditions { daemon.say(LogLine(.warning, line)) }
            life.start()
        }
    }

    private static func sixteenDigits(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// The process that writes the journal and the logs.
    private func spawnWriter(_ ends: WriterPipe.Ends, _ run: String) throws(SpawnError) -> Child {
        let errors = try Descriptor.standardError()
        let arguments =
            ["stonith-journal", "--write", "--journal", "\(options.state)/journal", "--run", run, "--log", options.log]
            + ["--readable-log", options.readableLog ?? "none", "--console", options.consoleTexts]
            + (options.copiesLog ? ["--foreground"] : [])
        return try Child(
            path: installation.journal, arguments: arguments, environment: Environment.entries,
            descriptors: [ends.entries, errors, errors, ends.replies, ends.logs], sharesSignals: false)
    }
}
