import ClusterModel
import Glibc
import Scheduler

/// `crm_simulate -P`: every CIB of a folder, and the processor time that it took.
struct SimulationProfile {
    private let invocation: SimulateInvocation

    init(_ invocation: SimulateInvocation) { self.invocation = invocation }

    func run(_ folder: String) throws(ToolFailure) {
        Terminal.answer("Timings:\n")
        for path in try Self.files(folder) {
            let begin = clock()
            let cib = try SimulationSession.read(.file(path))
            for _ in 0..<invocation.repeats { try schedule(cib, path) }
            Terminal.answer("  * Testing \(path) ... \(Self.seconds(clock() - begin)) secs\n")
        }
    }

    private func schedule(_ cib: CIB, _ path: String) throws(ToolFailure) {
        do throws(Refusal) { _ = try Schedule(cib, at: time(nil), digest: MD5.hex) } catch {
            throw ToolFailure("\(path): \(error.description)", .badConfiguration)
        }
    }

    /// Names that end in `.xml` and do not begin with a dot, in the order of their bytes.
    private static func files(_ folder: String) throws(ToolFailure) -> [String] {
        guard let stream = opendir(folder) else {
            throw ToolFailure(reading: FileBytes.Failure(path: folder, errno: errno))
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".xml"), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "\(folder)/\($0)" }
    }

    /// With two digits behind the point.
    private static func seconds(_ ticks: clock_t) -> String {
        let hundredths = Int(ticks) * 100 / Int(ticksASecond)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// POSIX says a million, whatever the clock's real resolution.
    private static let ticksASecond = 1_000_000
}
