import Foundation

do {
    let arguments = CommandLine.arguments
    if arguments.count == 4, arguments[1] == "write" {
        try SchedulerBench.write(arguments[2], arguments[3])
    } else {
        try SchedulerBench.run()
    }
} catch {
    print("the scheduler's bench stopped: \(error)")
    exit(1)
}
