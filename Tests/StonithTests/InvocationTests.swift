import ClusterModel
import Testing

@testable import stonith

@Suite struct InvocationTests {
    private static func read(_ line: [String]) throws -> Invocation {
        try Invocation(try Invocation.scanner.scan(["stonith"] + line))
    }

    private static func pair(_ name: String, _ value: String) -> Parameter {
        Parameter(name: name, value: Secret(value))
    }

    @Test func theLineOfTheManual() throws {
        let read = try Self.read(["-t", "external/ipmi", "hostname=pm01", "passwd=a=b", "-T", "off", "pm01"])
        #expect(read.type == "external/ipmi")
        #expect(read.source == .pairs)
        #expect(read.pairs == [Self.pair("hostname", "pm01"), Self.pair("passwd", "a=b")])
        #expect(read.action == .off)
        #expect(read.node == "pm01")
        #expect(read.count == 1)
    }

    @Test func operandsMayStandAnywhere() throws {
        let lines = [
            ["-t", "null", "a=b", "-T", "on", "n1"], ["n1", "a=b", "-Ton", "-tnull"],
            ["a=b", "-T", "on", "n1", "-t", "null"], ["-T", "on", "-t", "null", "--", "n1", "a=b"],
        ]
        let read = try lines.map(Self.read)
        for other in read.dropFirst() { #expect(other == read[0]) }
    }

    @Test func lettersTogetherAndAlone() throws {
        let read = try Self.read(["-lS", "-svd", "-E", "-t", "null", "-c", "3"])
        #expect(read.listsHosts && read.showsStatus && read.isSilent)
        #expect(read.verbosity == 3)
        #expect(read.source == .environment)
        #expect(read.count == 3)
        #expect(read.node == nil)
    }

    @Test func everyFlagSetsItsOwnPropertyOnly() throws {
        let flags: [(String, WritableKeyPath<Invocation, Bool>)] = [
            ("-s", \.isSilent), ("-n", \.listsNames), ("-S", \.showsStatus), ("-l", \.listsHosts),
            ("-L", \.listsTypes), ("-m", \.showsMetadata), ("-h", \.showsHelp), ("-V", \.showsVersion),
            ("--help", \.showsUsage), ("--version", \.showsVersion), ("--json", \.asJSON),
        ]
        for (flag, property) in flags {
            var read = try Self.read([flag])
            #expect(read[keyPath: property], "\(flag)")
            read[keyPath: property] = false
            #expect(read == (try Self.read([])), "\(flag)")
        }
    }

    @Test func aPositionalListIsASecret() throws {
        let read = try Self.read(["-t", "null", "-p", "n1 hogehoge", "n1"])
        #expect(read.source == .positional(Secret("n1 hogehoge")))
        #expect(!"\(read)".contains("hogehoge"))
    }

    @Test func pairsAreNeverPrinted() throws {
        #expect(!"\(try Self.read(["passwd=hogehoge"]))".contains("hogehoge"))
    }

    @Test func aSignIsASignWhateverFollowsIt() throws {
        #expect(try Self.read(["passwd=\u{338}x"]).pairs == [Self.pair("passwd", "\u{338}x")])
    }

    @Test(arguments: [
        (["-T", "reboot", "n1"], "bad reset type [reboot]: reset, on or off"),
        (["-T", "status", "n1"], "bad reset type [status]: reset, on or off"),
        (["-c", "0"], "bad count [0]"),
        (["-c", "many"], "bad count [many]"),
        (["-c", "99999999999999999999"], "bad count [99999999999999999999]"),
        (["--timeout", "0"], "bad timeout [0]: whole seconds, 1 to 86400"),
        (["--timeout", "86401"], "bad timeout [86401]: whole seconds, 1 to 86400"),
        (["--timeout", "-1"], "bad timeout [-1]: whole seconds, 1 to 86400"),
        (["n1", "n2"], "one node at a time, not n1 and n2"),
        (["-T", "off"], "-T needs the name of a node behind it"),
    ])
    func misuseIsRefused(line: [String], text: String) {
        #expect(throws: Invocation.Misuse(text: text)) { try Self.read(line) }
    }

    @Test(arguments: [
        ["-p", "a", "-F", "f"], ["-p", "a", "b=c"], ["b=c", "-E"], ["-F", "f", "-E"], ["-p", "a", "-p", "b"],
    ])
    func parametersComeFromOneSource(line: [String]) {
        #expect {
            try Self.read(line)
        } throws: { ($0 as? Invocation.Misuse)?.text.contains("not from several") == true }
    }
}
