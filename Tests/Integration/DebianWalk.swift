import TestRig

/// What a device type of cluster-glue answers to steps, one after the other.
struct DebianWalk {
    /// Who is asked.
    struct Way {
        var name: String
        var program: String
        var type: String
        /// Of the device that is its own, 1 to 3.
        var number: Int
    }

    /// In this order on one device, whose node is on at first.
    static let steps = [
        "-S", "-l", "-T reset pm01", "-T off PM01", "-S", "-T off pm01", "-T reset pm01", "-T on pm01", "pm01",
        "-T off pm01", "-T on pm01", "-lS",
    ]

    /// `-S: 0` and so on.
    var statuses: [String]
    var hosts: [String]

    /// cluster-glue's script under Debian's `stonith`, the same script under ours, and ours natively.
    static func ways(_ name: String) -> [Way] {
        [
            Way(name: "debian", program: PeerComparison.debian, type: "external/\(name)", number: 1),
            Way(name: "script", program: Stage.shared.stonith, type: "script/\(name)", number: 2),
            Way(name: "native", program: Stage.shared.stonith, type: "external/\(name)", number: 3),
        ]
    }

    /// All the steps, each way on a device of its own and all ways at the same time.
    ///
    /// - Parameter parameters: of a way's device, as words of a shell.
    static func walk(
        _ steps: [String], _ ways: [Way], parameters: (Way) -> String
    ) throws -> [String: DebianWalk] {
        let folder = try TemporaryFolder()
        var script = ""
        for way in ways {
            let out = folder.path(way.name)
            let device = "\(way.program) -t \(way.type) \(parameters(way))"
            let calls = steps.map { "\(device) \($0) >>\(out).hosts; echo \"\($0): $?\" >>\(out)" }
            script += "{ \(calls.joined(separator: "\n")); } </dev/null 2>/dev/null &\n"
        }
        _ = try ProcessRun.shell("export PATH=$PATH:/usr/share/cluster-glue\n\(script) wait", seconds: 240)
        var walks: [String: DebianWalk] = [:]
        for way in ways {
            walks[way.name] = DebianWalk(
                statuses: lines(try folder.read(way.name)), hosts: lines(try folder.read("\(way.name).hosts")))
        }
        return walks
    }

    private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
