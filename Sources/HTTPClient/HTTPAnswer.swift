import PluginKit

/// What comes back during one exchange, bounded.
final class HTTPAnswer {
    private(set) var wasSent = false
    private var headers: [(String, String)] = []
    private var headerBytes = 0
    private var body: [UInt8] = []
    private let bytesMax: Int
    private let deadline: Deadline
    private let cancel: () -> Bool
    private let needsAnswer: Bool

    private static let headerBytesMax = 64 << 10

    init(to request: HTTPRequest, bytesMax: Int, until deadline: Deadline, isCancelled: @escaping () -> Bool) {
        (self.bytesMax, self.deadline, cancel) = (bytesMax, deadline, isCancelled)
        needsAnswer = request.needsAnswer
    }

    static func at(_ pointer: UnsafeMutableRawPointer?) -> HTTPAnswer? {
        pointer.map { Unmanaged<HTTPAnswer>.fromOpaque($0).takeUnretainedValue() }
    }

    var hasHeard: Bool { headerBytes > 0 }

    var isCancelled: Bool { !(needsAnswer && wasSent) && cancel() }

    /// Asked when the request is about to leave. Once only: libcurl would send again what a connection swallowed as it
    /// closed. The time may be up since the connection began, and nobody may want the answer any more.
    func maySend() -> Bool {
        guard !wasSent, !isCancelled, !deadline.hasPassed else { return false }
        wasSent = true
        return true
    }

    /// How many bytes were taken; fewer than there are end the transfer.
    func add(header line: UnsafeRawBufferPointer) -> Int {
        // What a proxy answers before the request was sent is not the server's.
        guard wasSent else { return line.count }
        headerBytes += line.count
        guard headerBytes <= Self.headerBytesMax else { return 0 }
        if let header = HTTPResponse.header(line: line) { headers.append(header) }
        return line.count
    }

    func add(body bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= bytesMax else { return 0 }
        body += bytes
        return bytes.count
    }

    func response(status: Int) throws(HTTPError) -> HTTPResponse {
        let response = HTTPResponse(status: status, headers: headers, body: body)
        guard [301, 302, 303, 307, 308].contains(status) else { return response }
        let place = String(
            (response.header("Location") ?? "nowhere").unicodeScalars.prefix(200).filter { $0.value > 31 })
        throw HTTPError(.redirected, "status \(status), \(place)", wasSent: true)
    }
}
