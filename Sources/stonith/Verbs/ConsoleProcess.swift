import CLinux
import Execution
import Glibc

/// `stonith-console --attach` with this process's terminal. This one waits, and puts the terminal right whatever
/// becomes of that one.
enum ConsoleProcess {
    private static let parametersAt: Int32 = 3
    private static let failed: Int32 = 5

    /// Its exit status.
    ///
    /// - Parameter parameters: go through a pipe, since a password is among them.
    static func run(_ path: String, _ words: [String], parameters: [UInt8]) throws(SpawnError) -> Int32 {
        var before = termios()
        let hasTerminal = tcgetattr(STDIN_FILENO, &before) == 0
        var awaited = blockSignals()
        let pid = try spawn(path, words, try pipe(parameters))
        let status = wait(for: pid, &awaited)
        if hasTerminal { tcsetattr(STDIN_FILENO, TCSADRAIN, &before) }
        return linux_exited(status) ? linux_exit_status(status) : failed
    }

    private static func pipe(_ parameters: [UInt8]) throws(SpawnError) -> Descriptor {
        let (input, output) = try Descriptor.pipe()
        // It fits into the pipe.
        _ = parameters.withUnsafeBytes { write(output.number, $0.baseAddress, $0.count) }
        return input
    }

    /// Those that end it are handed on; its own end is one as well.
    private static func blockSignals() -> sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&signals, number) }
        sigprocmask(SIG_BLOCK, &signals, nil)
        return signals
    }

    /// In this process's group, which has the terminal.
    private static func spawn(_ path: String, _ words: [String], _ input: Descriptor) throws(SpawnError) -> pid_t {
        var (actions, attributes, none) = (posix_spawn_file_actions_t(), posix_spawnattr_t(), sigset_t())
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        posix_spawn_file_actions_adddup2(&actions, input.number, parametersAt)
        var pointers = (["stonith-console"] + words).map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        var pid: pid_t = 0
        let error = withExtendedLifetime(input) { posix_spawn(&pid, path, &actions, &attributes, pointers, environ) }
        guard error == 0 else { throw .notStarted(path: path, errno: error) }
        return pid
    }

    private static func wait(for pid: pid_t, _ awaited: inout sigset_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) != pid {
            var number: Int32 = 0
            guard sigwait(&awaited, &number) == 0 else { continue }
            if number != SIGCHLD { kill(pid, number) }
        }
        return status
    }
}
