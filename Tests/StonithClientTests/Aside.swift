import Foundation
import TestRig

/// Waits in a thread of its own: in an async test `eventually` would hold a thread of Swift's pool, and on two cores
/// the tasks that it waits for might have none left.
enum Aside {
    static func eventually(_ condition: @escaping @Sendable () -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: TestRig.eventually(withinSeconds: 60, condition)) }.start()
        }
    }
}
