import Foundation
import SchedulerRig

do { try Judge.run(Array(CommandLine.arguments.dropFirst())) } catch {
    print("scheduler-judge: \(error)")
    exit(1)
}
