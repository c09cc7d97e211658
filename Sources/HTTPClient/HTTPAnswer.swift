/// What comes back during one exchange, bounded.
final class HTTPAnswer {
    private(set) var wasSent = false
    private var headers: [(String, String)] = []
    private var headerBytes = 0
    private var body: [UInt8] = []
    private let bytesMax: Int

    private static let headerBytesMax = 64 << 10

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    static func at(_ pointer: UnsafeMutableRawPointer?) -> HTTPAnswer? {
        pointer.map { Unmanaged<HTTPAnswer>.fromOpaque($0).takeUnretainedValue() }
    }

    var hasHeard: Bool { headerBytes > 0 }

    /// Once only: libcurl would send again what a connection swallowed as it closed.
    func maySend() -> Bool {
        defer { wasSent = true }
        return !wasSent
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
