import ClusterModel
import Control
import Execution

/// The fencing history on disk: one JSON object a line, the same as in `stonith history --json`.
enum HistoryFile {
    static func path(in folder: String) -> String { "\(folder)/history.jsonl" }

    /// So much of its end is read when the daemon starts.
    private static let bytesMax = 4 * 1024 * 1024

    /// The last records, oldest first, and how many lines could not be read. A missing file is an empty history.
    static func read(in folder: String) -> (records: [FencingRecord], badLines: Int) {
        guard let bytes = try? BoundedFile.readEnd(path(in: folder), bytesMax: bytesMax) else { return ([], 0) }
        var badLines = 0
        var records: [FencingRecord] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")).suffix(1000) {
            do { records.append(try FencingRecord(decoding: line)) } catch { badLines += 1 }
        }
        return (records, badLines)
    }
}
