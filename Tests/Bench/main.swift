import Foundation

do { try Bench.run(Array(CommandLine.arguments.dropFirst())) } catch {
    print("the bench stopped: \(error)")
    exit(1)
}
