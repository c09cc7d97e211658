import Foundation
import TestRig
import Testing

/// Debian's own `stonith` beside ours: same arguments, same stdout and exit status.
@Suite(.waiting) struct DebianStonithTests {
    @Test func externalTypesAreTheSame() throws {
        let pair = try #require(try PeerComparison.run([PeerComparison.Call(["-L"])]).first)
        let external = [pair.debian, pair.ours].map { answer in
            answer.output.split(separator: "\n").filter { $0.hasPrefix("external/") }
        }
        #expect(external[0].count >= 18)
        // stonith-helper is the one type of ours that cluster-glue has not.
        #expect(external[0] == external[1].filter { $0 != "external/stonith-helper" })
        #expect(pair.ours.status == pair.debian.status)
    }

    /// Scripts of cluster-glue that a native plugin stands for.
    private static let native = ["ibmrsa-telnet", "ipmi", "libvirt", "riloe"]

    @Test func everyScriptSaysTheSameOfItself() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/stonith/plugins/external")
        let pairs = try PeerComparison.run(
            names.flatMap { name in
                // What is answered natively has the script's parameters and more, in words of its own.
                (Self.native.contains(name) ? ["-n"] : ["-n", "-m", "-h"]).map {
                    PeerComparison.Call(["-t", "external/\(name)", $0])
                }
            })
        #expect(pairs.count >= 45)
        for pair in pairs {
            #expect(pair.ours == pair.debian, "\(pair.call)")
            #expect(pair.ours.status == 0, "\(pair.call)")
        }
    }

    @Test(.enabled(if: Namespace.isAllowed, "needs root, to mount over cluster-glue's folder"))
    func aScriptIsDrivenTheSame() throws {
        for pair in try PeerComparison.run(Self.same, scripts: ["contract": ContractScript.text]) {
            #expect(pair.ours.status == pair.debian.status, "\(pair.call)")
            #expect(pair.ours.output == pair.debian.output, "\(pair.call)")
            #expect(operations(pair.ours) == operations(pair.debian), "\(pair.call)")
        }
    }

    /// Ours asks a script for its parameter names only when it needs them.
    private func operations(_ answer: PeerComparison.Answer) -> [String] {
        answer.told.filter { !$0.hasPrefix("get") || $0.hasPrefix("gethosts") }
    }

    @Test(.enabled(if: Namespace.isAllowed, "needs root, to mount over cluster-glue's folder"))
    func whatDiffersOnPurpose() throws {
        let pairs = try PeerComparison.run(Self.different.map(\.call), scripts: ["contract": ContractScript.text])
        for (pair, expected) in zip(pairs, Self.different) {
            #expect(pair.debian.status == expected.debian, "\(expected.why): \(pair.call)")
            #expect(pair.ours.status == expected.ours, "\(expected.why): \(pair.call) \(pair.messages)")
        }
    }

    @Test(.enabled(if: Namespace.isAllowed, "needs root, to mount over cluster-glue's folder"))
    func aNodeNameNeverReachesAShell() throws {
        let name = "n;touch$IFS$told.shell"
        let calls = [ContractScript.call(["-T", "reset", "a=b", name])]
        let pair = try #require(try PeerComparison.run(calls, scripts: ["contract": ContractScript.text]).first)
        #expect(pair.debian.told.contains("reset n"), "cluster-glue's shell cuts the name at the semicolon")
        #expect(pair.ours.status == 4)
        #expect(operations(pair.ours).isEmpty)
    }

    private static let same: [PeerComparison.Call] = statuses + signals + hosts + parameters + texts + misuse + several

    /// Every exit status that means something to somebody.
    private static let statuses = [0, 1, 2, 3, 5, 7, 8].flatMap { status in
        [
            ContractScript.call(["-S", "a=b"], ["status": "exit \(status)"]),
            ContractScript.call(["-l", "a=b"], ["gethosts": "echo n1; exit \(status)"]),
            ContractScript.call(["-T", "reset", "a=b", "n1"], ["reset": "exit \(status)"]),
            ContractScript.call(["-T", "off", "a=b", "n1"], ["off": "exit \(status)"]),
            ContractScript.call(["-T", "on", "a=b", "n1"], ["on": "exit \(status)"]),
        ]
    }

    private static let signals = [
        ContractScript.call(["-l", "a=b"], ["gethosts": "kill -9 $$"]),
        ContractScript.call(["-T", "reset", "a=b", "n1"], ["reset": "kill -9 $$"]),
        ContractScript.call(["-T", "off", "a=b", "n1"], ["off": "kill -TERM $$"]),
        ContractScript.call(["-T", "on", "a=b", "n1"], ["on": "exit 255"]),
        ContractScript.call(["-l", "a=b"], ["gethosts": "exit 255"]),
    ]

    private static let hosts = [
        #"printf "a b\n c\td""#, #"printf "\n\nA.x\n\n\nb\n""#, #"printf "a\r\nb\r\n""#, #"printf "a\vb\fc\n""#,
        #"printf "n\303\266de\302\240x""#, #"echo a; echo b >&2"#, #"seq -f node%g 1 5000"#, "true",
        #"printf " \n\r\n""#,
    ].map { ContractScript.call(["-l", "a=b"], ["gethosts": $0]) }

    private static let parameters = [
        ContractScript.call(["-l", "hostlist=x y"], hostlist), ContractScript.call(["-l", "hostlist="], hostlist),
        ContractScript.call(["-l", "-p", "one two"], hostlist),
        ContractScript.call(["-l", "-p", "  x\ty \n"], hostlist),
        ContractScript.call(["-l", "-p", ""], hostlist), ContractScript.call(["-l", "-E"], hostlist),
        ContractScript.call(["-l", "-E"], hostlist, ["hostlist": "e1 e2"]),
        ContractScript.call(["-l", "-p", "1 2 3  4 "], two), ContractScript.call(["-l", "-p", " 1\t2"], two),
        ContractScript.call(["-l", "-p", "1"], two), ContractScript.call(["-l", "-E"], two, ["a": "x", "b": "y z"]),
        ContractScript.call(["-l", "-E"], two, ["a": "x"]), ContractScript.call(["-n"], two),
        ContractScript.call(["-l", "-F", file("# c\n\n 1.x 2 \n3\n")], two),
        ContractScript.call(["-l", "-F", file("1.x 2")], two),
        ContractScript.call(["-l", "-F", file("1.x 2\r\n")], two), ContractScript.call(["-l", "-F", file("1")], two),
        ContractScript.call(["-l", "-F", file("#only\n \n")], two), ContractScript.call(["-l", "-F", "/nowhere"], two),
        ContractScript.call(["-S"], ["getconfignames": "true"]),
        ContractScript.call(["-n"], ["getconfignames": "true"]),
        ContractScript.call(["-T", "off", "N1"], ["getconfignames": "true"]), ContractScript.call(["-S"]),
        ContractScript.call(["-S", "-p", ""], ["getconfignames": "true"]),
        ContractScript.call(["-n"], ["getconfignames": #"printf "a\r\n\r\nb\tc""#]),
    ]
    private static let hostlist = ["gethosts": #"echo "[$hostlist]""#]
    private static let two = ["getconfignames": "echo a b", "gethosts": #"echo "a=$a" "b=$b" | tr ' ' _"#]

    private static let texts = ["-m", "-h"].flatMap { option in
        [
            [:], ["getinfo_devid": "exit 1"], ["getinfo_devdescr": "echo half; exit 3"], ["getinfo_xml": "exit 2"],
            ["getinfo_devurl": "kill -9 $$"], ["getconfignames": "exit 1"],
            ["getinfo_devdescr": "true", "getinfo_devid": "true", "getinfo_xml": "true", "getinfo_devurl": "true"],
            ["getinfo_devdescr": #"printf "a \"q\" 'r' &amp; <x> \303\244 \342\202\254 \r\n\tb\n""#],
            ["getinfo_devid": "echo err >&2; printf x"],
        ].map { ContractScript.call([option], $0) }
    }

    private static let misuse = [
        [], ["-T", "bogus", "a=b", "n1"], ["-T", "reset", "a=b"], ["a=b"], ["a=b", "n1", "n2"], ["-z"], ["--nosuch"],
        ["-T"], ["-c", "0", "-S", "a=b"], ["-c", "x", "-S", "a=b"], ["-p", "x", "-F", "y", "-S"],
        ["-p", "x", "-E", "-S"],
        ["-p", "x", "-S", "a=b"], ["-E", "-S", "a=b"],
    ].map { ContractScript.call($0) }

    private static let several = [
        ContractScript.call(["-lS", "a=b"], ["status": "exit 2", "gethosts": "echo x"]),
        ContractScript.call(["-lS", "a=b"], ["status": "exit 2", "gethosts": "true"]),
        ContractScript.call(["-lS", "-T", "on", "a=b", "NODE1"], ["status": "exit 2", "gethosts": "true"]),
        ContractScript.call(["-S", "-T", "off", "a=b", "n1"], ["status": "exit 2", "off": "exit 1"]),
        ContractScript.call(["-S", "-c", "2", "a=b"], ["status": "exit 7"]),
        ContractScript.call(["-l", "-c", "3", "a=b"], ["gethosts": "echo x"]),
        ContractScript.call(["-c", "2", "-lST", "reset", "a=b", "n1"], ["gethosts": "echo x"]),
        ContractScript.call(["-l", "-c", "2", "a=b"], ["gethosts": "[ -e $told.2 ] && echo x; touch $told.2"]),
        ContractScript.call(["-S", "a=b"], ["status": "seq 1 5000; seq 1 5000 >&2"]),
        ContractScript.call(["-T", "off", "-T", "on", "a=b", "N.x-1_y"]), ContractScript.call(["a=b", "--", "n1"]),
        ContractScript.call(["-ss", "-l", "a=b"], ["gethosts": "echo x"]), ContractScript.call(["-mn"]),
        ContractScript.call(["-l", "-n", "a=b"]),
    ]

    private struct Difference {
        var why: String
        var call: PeerComparison.Call
        var debian: Int
        var ours: Int
    }

    private static let different = [
        Difference(
            why: "a status that is no operation code is 8, the plugin failed",
            call: ContractScript.call(["-S", "a=b"], ["status": "exit 255"]), debian: 255, ours: 8),
        Difference(
            why: "the same when a signal killed it",
            call: ContractScript.call(["-S", "a=b"], ["status": "kill -9 $$"]), debian: 137, ours: 8),
        Difference(
            why: "a script that cannot name its parameters is a failure, not an empty list",
            call: ContractScript.call(["-n"], ["getconfignames": "exit 1"]), debian: 0, ours: 8),
        Difference(
            why: "the same, by -p", call: ContractScript.call(["-Sp", "x"], ["getconfignames": "exit 1"]), debian: 1,
            ours: 8),
        Difference(
            why: "with name=value nobody needs the names",
            call: ContractScript.call(["-S", "a=b"], ["getconfignames": "exit 1"]), debian: 8, ours: 0),
        Difference(
            why: "a type that does not exist is said so", call: PeerComparison.Call(["-t", "external/nosuch", "-n"]),
            debian: 0, ours: 8),
        Difference(
            why: "parameters may follow the node", call: ContractScript.call(["n1", "a=b"]), debian: 1, ours: 0),
        Difference(
            why: "a parameter given twice is a mistake", call: ContractScript.call(["-l", "a=1", "a=2"]), debian: 0,
            ours: 1),
        Difference(
            why: "a count is a number to its end", call: ContractScript.call(["-Sc", "2x", "a=b"]), debian: 0, ours: 1),
        Difference(
            why: "what is no node name is refused", call: ContractScript.call(["a=b", "n 1"]), debian: 0, ours: 4),
        Difference(why: "nor is nothing", call: ContractScript.call(["a=b", ""]), debian: 0, ours: 4),
    ]

    /// A parameter file; the folder lives as long as the tests.
    private static func file(_ text: String) -> String {
        do { return try folder.get().write(UUID().uuidString, text) } catch { return "/nowhere" }
    }
    private static let folder = Result { try TemporaryFolder() }
}
