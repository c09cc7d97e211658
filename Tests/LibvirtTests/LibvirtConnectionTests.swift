import Foundation
import LibvirtClient
import LibvirtCore
import Testing

/// On libvirt's own `test:///default`: a hypervisor inside the library, new with each connection, with a domain `test`
/// that runs.
@Suite struct LibvirtConnectionTests {
    private static func connection(_ uri: String) throws -> LibvirtConnection {
        LibvirtLibrary.warm()
        let parameters = ["hostlist": "test", "hypervisor_uri": uri]
        return LibvirtConnection(try Settings { parameters[$0] })
    }

    private static func cause(_ body: () throws -> Void) -> HypervisorError.Cause? {
        do {
            try body()
            return nil
        } catch { return (error as? HypervisorError)?.cause }
    }

    private static let domain = FencedDomain(node: "test", domain: "test")

    @Test func aDomainGoesOffAndOn() throws {
        let connection = try Self.connection("test:///default")
        try connection.open()
        #expect(try connection.isOn(Self.domain) == true)
        #expect(try connection.state(of: Self.domain) == .running)
        #expect(try connection.send(.destroy, to: Self.domain) == nil)
        #expect(try connection.isOn(Self.domain) == false)
        #expect(try connection.state(of: Self.domain) == .off)
        #expect(try connection.send(.start, to: Self.domain) == true)
        #expect(try connection.isOn(Self.domain) == true)
    }

    @Test func whatIsInThatStateAlreadyIsRefused() throws {
        let connection = try Self.connection("test:///default")
        try connection.open()
        #expect(Self.cause { _ = try connection.send(.start, to: Self.domain) } == .errorAnswer)
        _ = try connection.send(.reset, to: Self.domain)
        _ = try connection.send(.destroy, to: Self.domain)
        #expect(Self.cause { _ = try connection.send(.destroy, to: Self.domain) } == .errorAnswer)
    }

    @Test func aDomainIsFoundByNameAndByUUIDAndNeverByNumber() throws {
        let connection = try Self.connection("test:///default")
        try connection.open()
        let uuid = try connection.uuid(of: Self.domain)
        #expect(try connection.isOn(FencedDomain(node: "test", domain: uuid)) == true)
        #expect(try connection.isOn(FencedDomain(node: "test", domain: "1")) == nil)
        #expect(try connection.isOn(FencedDomain(node: "test", domain: "nobody")) == nil)
        #expect(Self.cause { _ = try connection.send(.destroy, to: FencedDomain(node: "x", domain: "x")) } == .noDomain)
    }

    /// Whoever names a domain by another one's UUID would have it shot in its place.
    @Test func aUUIDIsNeverTakenForAName() throws {
        let uuids = ["11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"]
        let domains = [("vm", uuids[0]), (uuids[0], uuids[1])].map { name, uuid in
            "<domain type='test'><name>\(name)</name><uuid>\(uuid)</uuid><memory>8192</memory>"
                + "<os><type>hvm</type></os></domain>"
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xml")
        try "<node>\(domains.joined())</node>".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let connection = try Self.connection("test://\(file.path)")
        try connection.open()
        #expect(try connection.uuid(of: FencedDomain(node: "pm01", domain: uuids[0])) == uuids[0])
    }

    @Test(arguments: [(5, 1, DomainState.off), (5, 4, .migrated), (1, 4, .running), (0, 0, .noState)])
    func aDomainThatWasMigratedAwayIsToldFromOneThatIsOff(_ number: Int32, _ reason: Int32, _ state: DomainState) {
        #expect(DomainState(libvirt: number, reason: reason) == state)
    }

    @Test func theHostHasAName() throws {
        let connection = try Self.connection("test:///default")
        try connection.open()
        #expect(try !connection.hostName().isEmpty)
    }

    @Test(arguments: [
        ("test:///nowhere.xml", HypervisorError.Cause.library),
        ("qemu+unix:///system?socket=/nonexistent", .noDaemon), ("qemu+tcp://127.41.255.1:1/system", .refused),
        ("qemu+tls://127.41.255.1:1/system?pkipath=/nonexistent", .certificateRefused),
        ("qemu+ssh://nobody@127.41.255.1:1/system", .refused),
    ])
    func aConnectionThatFailsSaysWhy(_ uri: String, _ cause: HypervisorError.Cause) throws {
        let connection = try Self.connection(uri)
        #expect(Self.cause { try connection.open() } == cause)
    }
}
