import CibXML
import ClusterModel
import CrmSyntax
import Foundation
import TestRig

/// Debian's crmsh 4.4 on all files of `cluster/` and the examples, in one process, beside our reader and writer.
struct CrmshRun {
    struct Outcome {
        /// The file's text, as it is.
        var text = ""
        /// What we read, and what we print of it.
        var reading = ClusterReading([])
        var xml = ""
        var printed = ""
        /// What crmsh reads of the file, prints of it, and reads of what we print.
        var theirXML = ""
        var theirText = ""
        var theirXMLOfOurs = ""
    }

    static let names: [String] = {
        let folder = "\(Stage.repository)/Tests/CrmSyntaxTests/cluster"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.sorted() + ["web-cluster.crm", "database-cluster.crm"]
    }()

    /// `Tests` may be a link.
    private static let repository = URL(fileURLWithPath: "\(Stage.repository)/Tests").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    static func path(_ name: String) -> String {
        let folder = name.hasSuffix("-cluster.crm") ? "examples" : "Tests/CrmSyntaxTests/cluster"
        return "\(repository)/\(folder)/\(name)"
    }

    static func xml(_ configuration: CIBConfiguration) -> String {
        var cib = CIB()
        cib.configuration = configuration
        return String(decoding: CIBWriter.write(cib), as: UTF8.self)
    }

    /// By name of the file.
    let outcomes: [String: Outcome]
    let errors: String

    /// All of it is done once.
    static let result = Result { try CrmshRun() }

    private init() throws {
        let folder = try TemporaryFolder()
        var outcomes: [String: Outcome] = [:]
        var script = ["configure"]
        for name in Self.names {
            let text = try String(contentsOfFile: Self.path(name), encoding: .utf8)
            var outcome = Outcome(text: text)
            outcome.reading = ClusterReading(Array(text.utf8), providers: Self.providers)
            outcome.xml = Self.xml(outcome.reading.configuration)
            outcome.printed = CrmWriter.write(outcome.reading.configuration)
            outcomes[name] = outcome
            try folder.write("\(name).ours", outcome.printed)
            script += ["refresh", "load replace \(Self.path(name))"]
            script += ["save xml \(folder.path(name)).xml", "save \(folder.path(name)).theirs", "refresh"]
            script += ["load replace \(folder.path(name)).ours", "save xml \(folder.path(name)).back"]
        }
        try folder.write("script", (script + ["refresh", ""]).joined(separator: "\n"))
        errors = try Self.run(folder).errors
        func read(_ name: String, _ ending: String) -> String {
            (try? String(contentsOfFile: "\(folder.path(name)).\(ending)", encoding: .utf8)) ?? ""
        }
        for name in Self.names {
            outcomes[name]?.theirXML = read(name, "xml")
            outcomes[name]?.theirText = read(name, "theirs")
            outcomes[name]?.theirXMLOfOurs = read(name, "back")
        }
        self.outcomes = outcomes
    }

    private static func run(_ folder: TemporaryFolder) throws -> ProcessRun {
        try folder.write("crm.conf", "[core]\ncheck_mode = relaxed\nignore_missing_metadata = yes\nobscure_pattern =\n")
        return try Namespace.run(
            """
            export HOME=\(folder.path("home")) CIB_file=\(folder.path("cib.xml"))
            mkdir -p $HOME/.config/crm
            cp \(folder.path("crm.conf")) $HOME/.config/crm/
            mount -t tmpfs tmpfs /var/log
            mkdir /var/log/crmsh
            cibadmin --empty >$CIB_file
            crm -n -D plain -f \(folder.path("script")) || true
            """, seconds: 300)
    }

    /// As crmsh finds them on this host.
    private static func providers(_ type: String) -> [String] {
        let root = "/usr/lib/ocf/resource.d"
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return folders.sorted().filter { FileManager.default.isExecutableFile(atPath: "\(root)/\($0)/\(type)") }
    }
}
