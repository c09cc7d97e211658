import CibXML

/// Why `cibadmin` did nothing, in 2.1.5's words, and what more there is to say.
struct CibadminFailure: Error {
    var lines: [String]
    var code: ExitCode
    /// For the standard output.
    var xml: [UInt8]?

    init(_ lines: [String], _ code: ExitCode, xml: [UInt8]? = nil) {
        self.lines = lines
        self.code = code
        self.xml = xml
    }

    /// A change without what it is about.
    static let nothingGiven = CibadminFailure(
        ["Call failed: Invalid argument: -X XML, -x FILE or -p is needed"], .software)

    static func missing(_ why: String) -> CibadminFailure {
        CibadminFailure(["Call failed: No such device or address", why], .noSuch)
    }

    /// Nothing was read, so nothing was begun.
    static func unconnected(_ why: String, _ more: [String], _ code: ExitCode) -> CibadminFailure {
        CibadminFailure(
            more + ["Could not connect to the CIB: \(why)", "Init failed, could not perform requested operations"], code
        )
    }

    static func nonconforming(_ why: [String]) -> CibadminFailure {
        CibadminFailure(why + ["Call failed: Update does not conform to the configured schema"], .badConfiguration)
    }
}
