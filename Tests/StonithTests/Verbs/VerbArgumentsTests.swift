import ClusterModel
import Testing

@testable import stonith

@Suite struct VerbArgumentsTests {
    private static func task(_ words: String...) throws -> any VerbTask {
        let arguments = ["stonith"] + words
        let verb = try #require(Verb(selectedBy: arguments))
        return try verb.task(try VerbArguments(verb, arguments))
    }

    @Test func onlyTheFirstArgumentSelectsAVerb() {
        #expect(Verb(selectedBy: ["stonith", "status"]) == .status)
        #expect(Verb(selectedBy: ["stonith", "-t", "null", "status"]) == nil)
        #expect(Verb(selectedBy: ["stonith", "-t", "status", "fence"]) == nil)
        #expect(Verb(selectedBy: ["stonith", "--", "status"]) == nil)
        #expect(Verb(selectedBy: ["stonith", "Status"]) == nil)
        #expect(Verb(selectedBy: ["stonith"]) == nil)
        #expect(Verb(selectedBy: []) == nil)
    }

    @Test func fenceTakesAllItsOptions() throws {
        let task = try #require(
            try Self.task(
                "fence", "--action", "off", "PM01", "--reason=storage lost", "--minimum-evidence", "read-back",
                "--self",
                "--timeout", "30", "--id", "r1", "--json", "--progress") as? FenceTask)
        #expect(task.order.node.description == "pm01")
        #expect(task.order.action == .off)
        #expect(task.order.reason == "storage lost")
        #expect(task.order.minimumEvidence == .readBack)
        #expect(task.order.allowsSelf && task.showsEvents)
        #expect(task.order.timeoutMilliseconds == 30_000)
        #expect(task.order.id.description == "r1")
    }

    @Test func unfenceTakesANodeOrNone() throws {
        #expect(try #require(try Self.task("unfence") as? UnfenceTask).node == nil)
        #expect(try #require(try Self.task("unfence", "PM01") as? UnfenceTask).node?.description == "pm01")
        #expect(throws: VerbArguments.Misuse.self) { try Self.task("unfence", "pm01", "--self") }
        #expect(throws: VerbArguments.Misuse.self) { try Self.task("unfence", "--progress") }
    }

    @Test func whatFenceIsNotToldTheDaemonDecides() throws {
        let task = try #require(try Self.task("fence", "pm01") as? FenceTask)
        #expect(task.order.action == nil && task.order.timeoutMilliseconds == nil)
        #expect(task.order.minimumEvidence == .silent && !task.order.allowsSelf && !task.showsEvents)
    }

    @Test func everyRequestHasAnIDOfItsOwn() throws {
        let ids = try (0..<100).map { _ in try #require(try Self.task("fence", "pm01") as? FenceTask).order.id }
        #expect(Set(ids).count == 100)
        #expect(ids.allSatisfy { $0.description.utf8.count >= 16 })
    }

    @Test func historyAndConfirm() throws {
        let history = try #require(try Self.task("history", "pm01", "--limit", "5") as? HistoryTask)
        #expect(history.node?.description == "pm01" && history.limit == 5)
        let all = try #require(try Self.task("history") as? HistoryTask)
        #expect(all.node == nil && all.limit == nil)
        let confirm = try #require(try Self.task("confirm", "--no-request", "pm01") as? ConfirmTask)
        #expect(confirm.withoutRequest && !confirm.isForced)
        #expect(try #require(try Self.task("confirm", "--force", "pm01") as? ConfirmTask).isForced)
    }

    @Test(arguments: [
        (["fence"], "the node is missing"), (["fence", "a", "b"], "one node at a time, not a and b"),
        (["fence", "a b"], "a b is not a node name"),
        (["fence", "a", "--action", "status"], "--action status: one of reset, off, on"),
        (["fence", "a", "--minimum-evidence", "none"], "--minimum-evidence none: one of silent, accepted, read-back"),
        (["fence", "a", "--timeout", "0"], "--timeout 0: whole seconds, 1 to 86400"),
        (["fence", "a", "--timeout", "1.5"], "--timeout 1.5: whole seconds, 1 to 86400"),
        (["fence", "a", "--timeout"], "option '--timeout' requires an argument"),
        (["fence", "a", "--id", "x y"], "x y is not the id of a request: 1 to 64 of A-Z a-z 0-9 . _ -"),
        (["fence", "a", "--id", "x", "--id", "y"], "--id is given twice"),
        (["fence", "a", "--reason", "two\nlines"], "--reason is one line without control characters"),
        (["fence", "a", "--reason", String(repeating: "x", count: 1025)], "--reason has at most 1024 bytes"),
        (["fence", "a", "--progress"], "--progress is for --json; without it progress is shown anyway"),
        (["fence", "-t", "null"], "invalid option -- 't'"), (["cancel"], "the id of a request is missing"),
        (["confirm", "a", "--limit", "1"], "unrecognized option '--limit'"),
        (["status", "pm01"], "pm01 is one word too many"),
        (["monitor", "a\u{1B}b"], "a\u{1B}b is not the id of a device"),
        (["history", "--limit", "0"], "--limit 0: a count of requests, 1 to 1000"),
    ])
    func misuseIsExplained(words: [String], text: String) {
        let arguments = ["stonith"] + words
        #expect(throws: VerbArguments.Misuse(text: text)) {
            let verb = try #require(Verb(selectedBy: arguments))
            _ = try verb.task(try VerbArguments(verb, arguments))
        }
    }

    @Test(arguments: Verb.allCases)
    func everyVerbHasItsHelp(verb: Verb) {
        let help = VerbUsage.help(verb)
        #expect(help.hasPrefix("usage: stonith \(verb.rawValue)"))
        for option in verb.options.keys where option != "h" { #expect(help.contains("--\(option)"), "\(option)") }
        #expect(help.contains("exit status: 0 "))
        #expect(Usage.long.contains("\t\(verb.rawValue)"))
        for line in help.split(separator: "\n").dropFirst() { #expect(line.count <= 120, "\(line)") }
    }
}
