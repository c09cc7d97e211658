import Foundation
import TestRig

/// A `stonithd` for tests of its clients: it says hello, and to each request what the test wants.
final class ScriptedDaemon: Sendable {
    private let folder: TemporaryFolder
    private let server: ScriptedServer
    let path: String

    private static let hello =
        #"{"hello":"stonithd","version":1,"node":"pm02","release":"0.2.0","pid":735,"rights":"act"}"#

    /// - Parameter answers: by verb, one after the other, and the last for ever. A verb without any hangs up.
    init(_ answers: [String: [String]]) throws {
        folder = try TemporaryFolder()
        path = folder.path("stonithd.sock")
        let asked = Asked()
        server = try ScriptedServer(at: path) { peer in
            _ = peer.readLine()
            peer.sendLine(Self.hello)
            while let line = peer.readLine() {
                let verb = Self.verb(line)
                guard let list = answers[verb], let last = list.last else { return }
                let time = asked.count(verb)
                peer.sendLine(time < list.count ? list[time] : last)
            }
        }
    }

    /// The requests with that verb, as they came.
    func requests(_ verb: String) -> [String] { server.received.filter { Self.verb($0) == verb } }

    private static func verb(_ line: String) -> String {
        let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return object?["verb"] as? String ?? ""
    }

    /// How often each verb came before.
    private final class Asked: @unchecked Sendable {
        private let lock = NSLock()
        private var counts: [String: Int] = [:]

        func count(_ verb: String) -> Int {
            lock.withLock {
                defer { counts[verb, default: 0] += 1 }
                return counts[verb, default: 0]
            }
        }
    }
}
