import Foundation
import TestRig
import Testing

/// What `stonithd` and `stonith check` say of a policy's file.
@Suite(.waiting) struct PolicyFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func check(policy: String) throws -> ProcessRun {
        try folder.write("crm", Primitive.null("n"), mode: 0o600)
        let options = ["--check", "--node", "pm02", "--config", folder.path("crm"), "--policy", policy]
        return try ProcessRun.run(Stage.shared.stonithd, options, seconds: 10)
    }

    @Test func bothFilesMistakesAtOnce() throws {
        let policy = try folder.write("policy", "usr alice act\nother reed\n")
        try folder.write("crm", "primitive\n", mode: 0o600)
        let options = ["--check", "--node", "pm02", "--config", folder.path("crm"), "--policy", policy]
        let run = try ProcessRun.run(Stage.shared.stonithd, options, seconds: 10)
        #expect(run.status == 1)
        for place in ["crm:1:", "policy:1:1:", "policy:2:7:"] { #expect(run.errors.contains(place), "\(run.errors)") }
    }

    @Test func aGoodPolicyAndAWarning() throws {
        let good = try check(policy: try folder.write("policy", "group root act\nother read\n"))
        #expect(good.status == 0 && !good.errors.contains("policy"), "\(good.errors)")
        let doubtful = try check(policy: try folder.write("policy", "user nobody-here read\n"))
        #expect(doubtful.status == 0 && doubtful.errors.contains("there is no user nobody-here in /etc/passwd"))
    }

    @Test func whatCannotBeTrustedOrRead() throws {
        let open = try check(policy: try folder.write("open", "other act\n", mode: 0o666))
        #expect(open.status == 1 && open.errors.contains("chmod go-w"), "\(open.errors)")
        let missing = try check(policy: folder.path("none"))
        #expect(missing.status == 1 && missing.errors.contains("No such file"), "\(missing.errors)")
        try FileManager.default.createDirectory(atPath: folder.path("dir"), withIntermediateDirectories: false)
        #expect(try check(policy: folder.path("dir")).status == 1)
    }

    @Test func checkOfAPolicy() throws {
        let example = try Stage.shared.stonith(["check", "--policy", "\(Stage.repository)/examples/policy"])
        #expect(example.status == 0 && example.output.contains(" is good: 2 rules\n"), "\(example.output)")
        let bad = try folder.write("bad", "other reed\nuser root act act\n")
        let run = try Stage.shared.stonith(["check", "--policy", bad])
        #expect(run.status == 1 && run.output.hasPrefix("\(bad):1:7: mistake: “reed” is no right\n"))
        let json = try Stage.shared.stonith(["check", "--policy", bad, "--json"])
        #expect(json.status == 1 && json.output.contains(#""good":false"#) && json.output.contains(#""column":7"#))
        #expect(try Stage.shared.stonith(["check", "--policy", bad, "extra"]).status == 1)
    }
}
