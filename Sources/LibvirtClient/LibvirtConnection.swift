import CLibvirt
import Glibc
import LibvirtCore

/// A connection through libvirt. Blocks; for one thread.
public final class LibvirtConnection: Hypervisor {
    private let uri: HypervisorURI
    private let silenceMilliseconds: Int64
    private let opening: (_ begins: Bool) -> Void
    private var connection: virConnectPtr?
    /// The domains that were looked up on this connection.
    private var found: [String: virDomainPtr] = [:]
    /// A power command has no answer, and may not have arrived yet.
    private var isUnanswered = false

    /// Between two signs of life.
    private static let keepAliveSeconds: Int32 = 1

    /// - Parameter opening: is told when connecting begins and when it ends: nothing else bounds it.
    public init(_ settings: Settings, opening: @escaping (_ begins: Bool) -> Void = { _ in }) {
        uri = settings.uri
        silenceMilliseconds = settings.silenceMilliseconds
        self.opening = opening
    }

    deinit { close() }

    /// A power command that is on its way still must not arrive later.
    public func close() {
        if connection != nil, uri.hasSocketOfItsOwn, !isUnanswered { ConnectionSocket.set(.deliver) }
        isUnanswered = false
        for domain in found.values { virDomainFree(domain) }
        found = [:]
        if let connection { virConnectClose(connection) }
        connection = nil
    }

    public func open() throws(HypervisorError) {
        close()
        opening(true)
        defer { opening(false) }
        connection = Self.connect(uri.text)
        guard let connection else { throw Self.failure(whileOpening: true) }
        if uri.hasSocketOfItsOwn { ConnectionSocket.set(.throwAway) }
        // It fails where the driver has none, such as one without a daemon.
        let count = UInt32(max(1, silenceMilliseconds / 1000 / Int64(Self.keepAliveSeconds) - 1))
        virConnectSetKeepAlive(connection, Self.keepAliveSeconds, count)
    }

    /// Whatever a hypervisor may ask a person for is answered from auth.conf, or not at all.
    private static func connect(_ uri: String) -> virConnectPtr? {
        var kinds = [VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE].map { Int32($0.rawValue) }
        return kinds.withUnsafeMutableBufferPointer { kinds in
            var nobody = virConnectAuth(
                credtype: kinds.baseAddress, ncredtype: UInt32(kinds.count), cb: { _, _, _ in -1 }, cbdata: nil)
            return virConnectOpenAuth(uri, &nobody, 0)
        }
    }

    /// What a lookup answers has the number of a running domain, so that it needs no second round trip.
    public func isOn(_ domain: FencedDomain) throws(HypervisorError) -> Bool? {
        forget(domain)
        do throws(HypervisorError) { return Self.isOn(try find(domain)) } catch {
            guard error.cause == .noDomain else { throw error }
            return nil
        }
    }

    /// libvirt gives a number to each domain that is on, and to no other.
    private static func isOn(_ handle: virDomainPtr) -> Bool { virDomainGetID(handle) != UInt32.max }

    public func state(of domain: FencedDomain) throws(HypervisorError) -> DomainState {
        var (state, reason): (Int32, Int32) = (0, 0)
        guard virDomainGetState(try find(domain), &state, &reason, 0) == 0 else { throw Self.failure() }
        return DomainState(libvirt: state, reason: reason)
    }

    public func send(_ command: PowerCommand, to domain: FencedDomain) throws(HypervisorError) -> Bool? {
        let handle = try find(domain)
        isUnanswered = true
        let result =
            switch command {
            case .destroy: virDomainDestroy(handle)
            case .start: startAfresh(handle)
            case .reset: virDomainReset(handle, 0)
            }
        let failure = result == 0 ? nil : Self.failure()
        isUnanswered = failure?.isLoss == true
        if let failure { throw failure }
        // The answer to a start brings the number of the domain that runs now.
        return command == .start ? Self.isOn(handle) : nil
    }

    /// Some drivers cannot throw the saved image away in one go with the start.
    private func startAfresh(_ handle: virDomainPtr) -> Int32 {
        let result = virDomainCreateWithFlags(handle, VIR_DOMAIN_START_FORCE_BOOT.rawValue)
        guard result != 0, virGetLastError()?.pointee.code == HypervisorError.Number.invalidArgument else {
            return result
        }
        virDomainManagedSaveRemove(handle, 0)
        if virDomainHasManagedSaveImage(handle, 0) == 1 { return -1 }
        return virDomainCreateWithFlags(handle, 0)
    }

    public func uuid(of domain: FencedDomain) throws(HypervisorError) -> String {
        var text = [CChar](repeating: 0, count: Int(VIR_UUID_STRING_BUFLEN))
        guard virDomainGetUUIDString(try find(domain), &text) == 0 else { throw Self.failure() }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    public func hostName() throws(HypervisorError) -> String {
        guard let connection, let name = virConnectGetHostname(connection) else { throw Self.failure() }
        defer { free(name) }
        return String(cString: name)
    }

    private func find(_ domain: FencedDomain) throws(HypervisorError) -> virDomainPtr {
        if let handle = found[domain.domain] { return handle }
        // What is written as a UUID is never a name: another domain may have been given it.
        let handle =
            domain.isUUID
            ? virDomainLookupByUUIDString(connection, domain.domain) : virDomainLookupByName(connection, domain.domain)
        guard let handle else { throw Self.failure() }
        found[domain.domain] = handle
        return handle
    }

    private func forget(_ domain: FencedDomain) {
        if let handle = found.removeValue(forKey: domain.domain) { virDomainFree(handle) }
    }

    private static func failure(whileOpening: Bool = false) -> HypervisorError {
        guard let error = virGetLastError() else { return HypervisorError(.library, "it does not say why") }
        let words = error.pointee.message.map { String(cString: $0) } ?? ""
        return HypervisorError(number: error.pointee.code, words: words, whileOpening: whileOpening)
    }
}

extension DomainState {
    /// From libvirt's numbers (virDomainState, virDomainShutoffReason).
    public init(libvirt number: Int32, reason: Int32) {
        self =
            switch UInt32(bitPattern: number) {
            case VIR_DOMAIN_RUNNING.rawValue, VIR_DOMAIN_BLOCKED.rawValue: .running
            case VIR_DOMAIN_PAUSED.rawValue: .paused
            case VIR_DOMAIN_SHUTDOWN.rawValue: .stopping
            case VIR_DOMAIN_PMSUSPENDED.rawValue: .suspended
            case VIR_DOMAIN_CRASHED.rawValue: .crashed
            case VIR_DOMAIN_SHUTOFF.rawValue:
                UInt32(bitPattern: reason) == VIR_DOMAIN_SHUTOFF_MIGRATED.rawValue ? .migrated : .off
            default: .noState
            }
    }
}
