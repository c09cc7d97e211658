import Foundation

/// Certificates for TLS servers of a test: one authority, and what a server may show. Made anew for each owner by
/// openssl(1); gone with it.
public final class TestCertificates: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case good
        case expired
        case wrongName = "wrong-name"
        case selfSigned = "self-signed"
        /// 1024 bits and SHA-1, as old boards have.
        case weak
    }

    public struct Failure: Error { public var text: String }

    private let folder: TemporaryFolder
    public var folderPath: String { folder.root }
    public var authority: String { folder.path("ca.pem") }
    public func certificate(_ kind: Kind) -> String { folder.path("\(kind.rawValue).pem") }
    public func key(_ kind: Kind) -> String { folder.path("\(kind.rawValue).key") }

    /// - Parameter addresses: what the certificates are for, in subjectAltName.
    public convenience init(for addresses: String...) throws { try self.init(forAll: addresses) }

    public init(forAll addresses: [String]) throws {
        folder = try TemporaryFolder()
        try folder.write("make", Self.script, mode: 0o755)
        let run = try ProcessRun.run(
            folder.path("make"), [folder.root, addresses.map { "IP:\($0)" }.joined(separator: ",")])
        guard run.status == 0 else { throw Failure(text: run.errors) }
    }

    /// The SHA-256 of a certificate, in hexadecimal digits with colons.
    public func fingerprint(_ kind: Kind) throws -> String {
        let run = try ProcessRun.run(
            "/usr/bin/openssl", ["x509", "-noout", "-fingerprint", "-sha256", "-in", certificate(kind)])
        return String(run.output.split(separator: "=").last ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static let script = """
        #!/bin/bash
        # FOLDER SUBJECTALTNAME
        set -e
        cd "$1"
        key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }
        touch index.txt
        cat >ca.conf <<END
        [ca]
        default_ca = ours
        [ours]
        database = index.txt
        rand_serial = yes
        new_certs_dir = .
        default_md = sha256
        policy = any
        copy_extensions = copy
        [any]
        commonName = supplied
        END
        sign() { # NAME SUBJECTALTNAME FIRST LAST [MORE...]
            openssl req -new -key "$1.key" -subj "/CN=$1" -addext "subjectAltName=$2" -out "$1.csr"
            openssl ca -config ca.conf -batch -notext -in "$1.csr" -cert ca.pem -keyfile ca.key -out "$1.pem" \\
                -startdate "$3" -enddate "$4" "${@:5}"
        }
        key ca.key
        openssl req -x509 -new -key ca.key -subj /CN=authority -days 3650 -out ca.pem
        for name in good expired wrong-name self-signed; do key "$name.key"; done
        openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out weak.key
        sign good "$2" 20200101000000Z 20491231000000Z
        sign expired "$2" 20200101000000Z 20210101000000Z
        sign wrong-name DNS:elsewhere.example 20200101000000Z 20491231000000Z
        sign weak "$2" 20200101000000Z 20491231000000Z -md sha1
        openssl req -x509 -new -key self-signed.key -subj /CN=self -addext "subjectAltName=$2" -days 3650 \\
            -out self-signed.pem
        """
}
