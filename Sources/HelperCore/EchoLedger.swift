/// Which echo is whose. An answer counts only when it comes from the address that was asked and returns the identifier,
/// a sequence number that was sent, and every byte of a random payload.
public struct EchoLedger: Sendable {
    /// Where a datagram came from.
    public struct Source: Equatable, Sendable {
        public var bytes: [UInt8]
        /// The index of the interface of a link-local source; 0 for others.
        public var scope: UInt32
        /// Whether the address is one of this node's own.
        public var isOwn: Bool

        public init(bytes: [UInt8], scope: UInt32 = 0, isOwn: Bool = false) {
            self.bytes = bytes
            self.scope = scope
            self.isOwn = isOwn
        }
    }

    public enum Heard: Equatable, Sendable {
        /// The address at an index spoke.
        case answer(Int)
        /// This node itself said that it could not send to the address at an index; `code` is the ICMP code.
        case localError(Int, code: UInt8)
    }

    public let addresses: [EchoAddress]
    private let scopes: [UInt32]
    private let identifier: UInt16
    private let secret: [UInt8]
    private var sent: Set<UInt16> = []

    /// - Parameters:
    ///   - scopes: for each address the index of its interface, 0 where it has none.
    ///   - secret: random bytes, the payload of every echo.
    public init(_ addresses: [EchoAddress], scopes: [UInt32], identifier: UInt16, secret: [UInt8]) {
        precondition(addresses.count == scopes.count, "every address has a scope, 0 if none")
        self.addresses = addresses
        self.scopes = scopes
        self.identifier = identifier
        self.secret = secret
    }

    /// The echo to be sent to the address at an index in a trial, the first being 0.
    public mutating func echo(to index: Int, trial: Int) -> Echo {
        let sequence = UInt16(truncatingIfNeeded: trial * addresses.count + index)
        sent.insert(sequence)
        return Echo(identifier: identifier, sequence: sequence, payload: secret)
    }

    /// Nil for what is not about our echoes, and for errors that only mean that nobody is there.
    ///
    /// - Parameter keepsIdentifier: false for a ping socket, whose identifier the kernel sets and checks.
    public func judge(_ message: ICMPMessage, from source: Source, keepsIdentifier: Bool = true) -> Heard? {
        switch message {
        case .reply(let echo):
            guard let index = index(of: echo, keepsIdentifier), echo.payload == secret, isFrom(source, index) else {
                return nil
            }
            return .answer(index)
        case .error(let type, let code, let destination, let quoted):
            guard let index = index(of: quoted, keepsIdentifier), destination == addresses[index].bytes,
                quoted.payload.starts(with: secret) || secret.starts(with: quoted.payload)
            else { return nil }
            // A node whose firewall refuses pings lives.
            if isFrom(source, index) { return .answer(index) }
            return source.isOwn && !Self.isNeighbourSilent(addresses[index].family, type, code)
                ? .localError(index, code: code) : nil
        }
    }

    /// "Host unreachable" from this node itself: the neighbour did not answer ARP or neighbour discovery. That is what
    /// a dead node on the own network looks like.
    private static func isNeighbourSilent(_ family: EchoAddress.Family, _ type: UInt8, _ code: UInt8) -> Bool {
        switch family {
        case .v4: type == ICMPMessage.V4.unreachable && code == 1
        case .v6: type == ICMPMessage.V6.unreachable && code == 3
        }
    }

    private func index(of echo: Echo, _ keepsIdentifier: Bool) -> Int? {
        guard !addresses.isEmpty, sent.contains(echo.sequence), !keepsIdentifier || echo.identifier == identifier else {
            return nil
        }
        return Int(echo.sequence) % addresses.count
    }

    private func isFrom(_ source: Source, _ index: Int) -> Bool {
        source.bytes == addresses[index].bytes && (scopes[index] == 0 || scopes[index] == source.scope)
    }
}
