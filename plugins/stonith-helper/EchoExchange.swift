import Glibc
import HelperCore
import PluginKit

/// Sends echoes to many addresses and hears what comes back. One thread, one poll(2).
final class EchoExchange {
    enum Heard {
        case answer(EchoAddress)
        case failed(EchoAddress, reason: String)
    }

    private let addresses: [EchoAddress]
    private let scopes: [UInt32]
    private var ledger: EchoLedger
    private let old: Result<EchoSocketBox, EchoSocket.Failure>
    private let new: Result<EchoSocketBox, EchoSocket.Failure>
    private(set) var interfaces = LocalInterfaces()

    /// The longest wait without a look at whether anybody still wants the result.
    static let sliceMilliseconds: Int64 = 50

    /// Reads at most so many datagrams before the clock is looked at again.
    private static let burst = 512

    init(_ addresses: [EchoAddress]) {
        self.addresses = addresses
        scopes = addresses.map { $0.interface.map { if_nametoindex($0) } ?? 0 }
        ledger = EchoLedger(
            addresses, scopes: scopes, identifier: .random(in: 1...UInt16.max),
            secret: (0..<32).map { _ in UInt8.random(in: 0...255) })
        old = Self.open(.v4, addresses)
        new = Self.open(.v6, addresses)
    }

    private static func open(
        _ family: EchoAddress.Family, _ addresses: [EchoAddress]
    ) -> Result<EchoSocketBox, EchoSocket.Failure> {
        guard addresses.contains(where: { $0.family == family }) else { return .failure(EchoSocket.Failure(0)) }
        do throws(EchoSocket.Failure) { return .success(EchoSocketBox(try EchoSocket(family))) } catch {
            return .failure(error)
        }
    }

    private var sockets: [EchoSocketBox] { [old, new].compactMap { try? $0.get() } }

    /// Sends one echo to every address; answers where that failed.
    func send(trial: Int) -> [Heard] {
        interfaces = LocalInterfaces()
        var failures: [Heard] = []
        for (index, address) in addresses.enumerated() {
            do throws(EchoSocket.Failure) { try send(to: index, trial) } catch {
                failures.append(.failed(address, reason: error.reason))
            }
        }
        return failures
    }

    private func send(to index: Int, _ trial: Int) throws(EchoSocket.Failure) {
        let address = addresses[index]
        let box = try (address.family == .v4 ? old : new).get()
        if address.interface != nil, scopes[index] == 0 { throw EchoSocket.Failure(ENODEV) }
        let echo = ledger.echo(to: index, trial: trial)
        try box.socket.send(echo, to: SocketAddress(address, scope: scopes[index]))
    }

    /// Waits for the first thing heard; empty when the moment comes first, or a slice of time is over.
    func hear(until moment: Int64) -> [Heard] {
        var entries = sockets.map { pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN), revents: 0) }
        let wait = min(Self.sliceMilliseconds, max(0, moment - Deadline.now))
        guard poll(&entries, nfds_t(entries.count), Int32(wait)) > 0 else { return [] }
        return sockets.flatMap(read)
    }

    private func read(_ box: EchoSocketBox) -> [Heard] {
        var heard: [Heard] = []
        for _ in 0..<Self.burst {
            guard let datagram = box.socket.receive() else { break }
            if let word = judge(datagram, box) { heard.append(word) }
        }
        return heard
    }

    private func judge(_ datagram: EchoSocket.Datagram, _ box: EchoSocketBox) -> Heard? {
        let isRaw = box.socket.isRaw
        guard let message = ICMPMessage.decode(datagram.bytes, box.socket.family, hasHeader: isRaw) else { return nil }
        let source = EchoLedger.Source(
            bytes: datagram.source.bytes, scope: datagram.source.scope, isOwn: interfaces.isOwn(datagram.source.bytes))
        switch ledger.judge(message, from: source, keepsIdentifier: isRaw) {
        case .answer(let index): return .answer(addresses[index])
        case .localError(let index, let code):
            return .failed(addresses[index], reason: "ICMP error \(code) of this node itself")
        case nil: return nil
        }
    }

    var dropped: Int { sockets.reduce(0) { $0 + $1.socket.dropped } }
}

/// Lets a socket lie in a result.
private final class EchoSocketBox {
    let socket: EchoSocket
    init(_ socket: consuming EchoSocket) { self.socket = socket }
}
