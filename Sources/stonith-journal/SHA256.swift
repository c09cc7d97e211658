import CCrypto
import Journal

/// SHA-256 by libcrypto, fetched once.
final class SHA256 {
    private let type: OpaquePointer
    private let context: OpaquePointer
    private static let byteCount = 32

    init() {
        // Its configuration file is not read: the disk that holds it may be the one that is dead.
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
        guard let type = EVP_MD_fetch(nil, "SHA256", nil), let context = EVP_MD_CTX_new() else {
            preconditionFailure("every libcrypto has SHA-256")
        }
        (self.type, self.context) = (type, context)
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(type)
    }

    func callAsFunction(_ bytes: ArraySlice<UInt8>) -> JournalHash {
        var digest = [UInt8](repeating: 0, count: Self.byteCount)
        let isDone = bytes.withUnsafeBytes { source in
            EVP_DigestInit_ex(context, type, nil) == 1
                && EVP_DigestUpdate(context, source.baseAddress, source.count) == 1
                && EVP_DigestFinal_ex(context, &digest, nil) == 1
        }
        precondition(isDone, "a digest of bytes in memory cannot fail")
        return JournalHash(digest: digest)
    }
}
