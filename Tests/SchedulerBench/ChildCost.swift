import CLinux
import Foundation

/// What a program cost from its start to its end.
struct ChildCost {
    /// Of user and system together.
    var seconds: Double
    /// The most memory that it had at once.
    var megabytes: Double

    struct Failure: Error, CustomStringConvertible { var description: String }

    /// Runs a program to its end, its output thrown away; it must succeed.
    init(_ arguments: [String]) throws {
        let nothing = open("/dev/null", O_RDWR)
        defer { close(nothing) }
        var argv = arguments.map { strdup($0) } + [nil]
        var environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "CIB_shadow_dir=/tmp"]
        // Where this program itself finds the Swift runtime.
        if let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] {
            environment.append("LD_LIBRARY_PATH=\(libraries)")
        }
        var envp = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        guard linux_spawn(&pid, arguments[0], &argv, &envp, [nothing, nothing, nothing], 3) == 0 else {
            throw Failure(description: "\(arguments[0]) does not start")
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        guard linux_exited(status), linux_exit_status(status) == 0 else {
            throw Failure(description: "\(arguments.joined(separator: " ")) ended with \(status)")
        }
        seconds = ChildCost.seconds(usage.ru_utime) + ChildCost.seconds(usage.ru_stime)
        megabytes = Double(usage.ru_maxrss) / 1024
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// The one of several runs whose time is in the middle.
    static func median(of count: Int, _ arguments: [String]) throws -> ChildCost {
        var costs: [ChildCost] = []
        for _ in 0..<count { costs.append(try ChildCost(arguments)) }
        costs.sort { $0.seconds < $1.seconds }
        return costs[costs.count / 2]
    }
}
