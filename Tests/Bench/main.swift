import Foundation

do { try Bench.run() } catch {
    print("the bench stopped: \(error)")
    exit(1)
}
