import ClusterModel
import Control
import Execution
import Glibc
import Wire

/// The fencing history on disk: one JSON object a line, the same as in `stonith history --json`.
enum HistoryFile {
    static func path(in folder: String) -> String { "\(folder)/history.jsonl" }

    /// So much of its end is read when the daemon starts.
    private static let bytesMax = 4 * 1024 * 1024

    /// What was read when the daemon started.
    struct Contents {
        /// Oldest first.
        var records: [FencingRecord] = []
        /// What an operator should know of what could not be read.
        var complaints: [String] = []
    }

    /// This boot: a deadline is a moment of the clock that begins with it.
    private static let boot = (try? BoundedFile.read("/proc/sys/kernel/random/boot_id"))
        .map { String(decoding: $0.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) }

    /// One line of it, without its end.
    static func line(_ record: FencingRecord) -> [UInt8] {
        var line = record.json
        line.add("boot", boot)
        return line.bytes.dropLast()
    }

    /// The last records. A missing file is an empty history; nothing else is.
    static func read(in folder: String) -> Contents {
        var contents = Contents()
        let bytes: ArraySlice<UInt8>
        do { bytes = try BoundedFile.readEnd(path(in: folder), bytesMax: bytesMax) } catch {
            if error.errno != ENOENT {
                contents.complaints.append(
                    "the fencing history \(path(in: folder)) cannot be read (errno \(error.errno)): what was asked "
                        + "before this start is not known")
            }
            return contents
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).suffix(1000)
        contents.records = lines.compactMap(record)
        let bad = lines.count - contents.records.count
        if bad > 0 { contents.complaints.append("\(bad) lines of the fencing history cannot be read") }
        return contents
    }

    private static func record(_ line: ArraySlice<UInt8>) -> FencingRecord? {
        guard var record = try? FencingRecord(decoding: line) else { return nil }
        // Of another boot: its deadline says nothing here, and its answer is too old to be given again.
        if boot == nil || boot(of: line) != boot { record.request.deadline = Instant(milliseconds: 0) }
        return record
    }

    private static func boot(of line: ArraySlice<UInt8>) -> String? {
        guard let value = try? JSONValue(reading: line, bounds: .init(bytesMax: line.count, depthMax: 8)),
            case .object(let members) = value,
            case .string(let text)? = members.last(where: { $0.name == "boot" })?.value
        else { return nil }
        return text
    }
}
