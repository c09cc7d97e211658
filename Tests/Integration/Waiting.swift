import Foundation
import Testing

/// Marks a suite whose tests mostly wait for other programs: they run on threads of their own. Swift's pool has one
/// thread a core, and a test that waits holds it.
struct Waiting: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
    }
}

extension Trait where Self == Waiting {
    static var waiting: Self { Self() }
}
