import ClusterModel
import Testing

@testable import meatclient

@Suite struct InvocationTests {
    private static func invocation(_ arguments: String...) throws -> Invocation {
        try Invocation(["meatclient"] + arguments)
    }

    private static func misuse(_ arguments: [String]) -> String? {
        do {
            _ = try Invocation(["meatclient"] + arguments)
            return nil
        } catch { return error.text }
    }

    @Test func aNodeIsConfirmed() throws {
        let pm01 = try #require(NodeName("pm01"))
        let plain = try Self.invocation("-c", "PM01")
        #expect(plain.task == .confirm(pm01))
        #expect(!plain.waits && !plain.forces && !plain.needsNoRequest && plain.socket == nil)
        #expect(try Self.invocation("-wcpm01").waits)
        #expect(try Self.invocation("--force", "-c", "pm01").forces)
        #expect(try Self.invocation("-c", "pm01", "--no-request").needsNoRequest)
        #expect(try Self.invocation("-c", "pm01", "--socket=/a").socket == "/a")
        #expect(try Self.invocation("--help", "-c", "..").task == .help)
        #expect(try Self.invocation("--version").task == .version)
    }

    @Test(arguments: [
        [], ["-w"], ["-c"], ["-c", ""], ["-c", "../pm01"], ["-c", "pm01", "pm02"], ["-x"], ["--nonsense"],
        ["-c", "pm01", "-w", "--no-request"],
    ])
    func misuseIsTold(arguments: [String]) {
        #expect(Self.misuse(arguments) != nil)
    }
}
