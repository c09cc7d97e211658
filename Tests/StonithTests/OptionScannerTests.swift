import Options
import Testing

@testable import stonith

@Suite struct OptionScannerTests {
    /// Options as `-x`, `-x:value` or `--word`, operands as they are.
    private static func scan(_ arguments: [String]) throws -> [String] {
        try Invocation.scanner.scan(["stonith"] + arguments).map { item in
            switch item {
            case .option(let name, let value, _):
                (name.count == 1 ? "-" : "--") + name + (value.map { ":" + $0 } ?? "")
            case .operand(let text, _): text
            }
        }
    }

    @Test(arguments: [
        (["-L"], ["-L"]),
        (["-lS"], ["-l", "-S"]),
        (["-t", "external/ipmi", "-n"], ["-t:external/ipmi", "-n"]),
        (["-texternal/ipmi"], ["-t:external/ipmi"]),
        (["-svvdd"], ["-s", "-v", "-v", "-d", "-d"]),
        (["-lSt", "null"], ["-l", "-S", "-t:null"]),
        (["-lStnull"], ["-l", "-S", "-t:null"]),
        (["-pa b", "-T", "off", "n1"], ["-p:a b", "-T:off", "n1"]),
        (["n1", "-T", "off", "a=b", "-s"], ["n1", "-T:off", "a=b", "-s"]),
        (["-t", "-L"], ["-t:-L"]),
        (["-t", "--"], ["-t:--"]),
        (["--", "-L", "--json", "--"], ["-L", "--json", "--"]),
        (["-s", "--"], ["-s"]),
        (["-"], ["-"]),
        ([""], [""]),
        (["--json", "--timeout", "5"], ["--json", "--timeout:5"]),
        (["--timeout=5"], ["--timeout:5"]),
        (["--timeout="], ["--timeout:"]),
        (["-p", ""], ["-p:"]),
        ([], []),
    ])
    func lineIsRead(arguments: [String], items: [String]) throws {
        #expect(try Self.scan(arguments) == items)
    }

    @Test(arguments: [
        (["-x"], "invalid option -- 'x'"),
        (["-Lx"], "invalid option -- 'x'"),
        (["-t"], "option requires an argument -- 't'"),
        (["-lSt"], "option requires an argument -- 't'"),
        (["--nonsense"], "unrecognized option '--nonsense'"),
        (["--timeout"], "option '--timeout' requires an argument"),
        (["--json=1"], "unrecognized option '--json=1'"),
        (["--=x"], "unrecognized option '--'"),
        (["-é"], "invalid option -- 'é'"),
    ])
    func misuseIsToldInGetoptsWords(arguments: [String], text: String) {
        #expect {
            try Self.scan(arguments)
        } throws: { ($0 as? OptionScanner.Failure)?.text == text }
    }

    /// A one-letter option cannot be written as a word.
    @Test(arguments: ["--t", "--L"])
    func aLetterIsNoWord(argument: String) {
        #expect(throws: OptionScanner.Failure.unknown(String(argument.dropFirst(2)))) { try Self.scan([argument]) }
    }

    @Test func everyTextKnowsItsPlaceInArgv() throws {
        let arguments = ["stonith", "-lSpabc", "n1", "-p", "xyz", "--timeout", "5", "--", "a=b"]
        for item in try Invocation.scanner.scan(arguments) {
            switch item {
            case .option(_, let value?, let place):
                #expect(arguments[place.argument].dropFirst(place.offset) == value)
            case .option(let name, nil, let place):
                #expect(arguments[place.argument].dropFirst(place.offset).hasPrefix(name))
            case .operand(let text, let place): #expect(arguments[place.argument] == text && place.offset == 0)
            }
        }
    }
}
