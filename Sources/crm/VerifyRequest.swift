import Options

/// What `crm_verify` was asked.
struct VerifyRequest {
    struct Refusal: Error {
        var text: String
        var code = ExitCode.usage
    }

    private(set) var source: XMLSource?
    private(set) var isVerbose = false
    private(set) var isHelp = false
    private(set) var saved: String?

    /// - Parameter arguments: the tool's name, then what belongs to it.
    init(_ arguments: [String]) throws(Refusal) {
        var isAnswer = false
        for item in try Self.items(arguments) {
            guard case .option(let name, let value, _) = item else {
                throw Refusal(text: "what is checked is named by -x FILE, -X XML or -p (man 8 crm_verify)")
            }
            switch name {
            case "x", "xml-file": source = .file(value ?? "")
            case "X", "xml-text": source = .text(value ?? "")
            case "p", "xml-pipe": source = .pipe
            case "S", "save-xml": saved = value
            case "V", "verbose": isVerbose = true
            case "h", "help", "help-all": (isAnswer, isHelp) = (true, true)
            case "$", "version": isAnswer = true
            default: throw Refusal(text: "there is no cluster to ask here; name a file with -x", code: .disconnected)
            }
        }
        if isAnswer {
            source = nil
        } else if source == nil {
            throw Refusal(text: "No configuration source specified: -x FILE, -X XML or -p (man 8 crm_verify)")
        }
    }

    private static func items(_ arguments: [String]) throws(Refusal) -> [OptionScanner.Item] {
        let names = [
            "x": true, "xml-file": true, "X": true, "xml-text": true, "p": false, "xml-pipe": false, "S": true,
            "save-xml": true, "V": false, "verbose": false, "h": false, "help": false, "help-all": false, "$": false,
            "version": false, "L": false, "live-check": false,
        ]
        do throws(OptionScanner.Failure) { return try OptionScanner(takesValue: names).scan(arguments) } catch {
            throw Refusal(text: error.text)
        }
    }

    static let help = """
        usage: crm_verify (-x FILE | -X XML | -p) [-V] [-S FILE]

          -x, --xml-file FILE   check the CIB in this file
          -X, --xml-text XML    check this text
          -p, --xml-pipe        check what comes on the standard input
          -V, --verbose         say what is doubtful, too
          -S, --save-xml FILE   write what was checked to this file
          -h, --help            this text
          -$, --version         version

        Exits with 0 when nothing is wrong, 78 when the CIB cannot be used.  Manual: crm_verify(8)

        """
}
