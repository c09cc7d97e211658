import CibXML
import ClusterModel
import Glibc

/// Why a CIB could not be read or replaced. What was there is there still.
public enum StoreError: Error, Equatable, Sendable {
    /// A call of the system failed.
    case system(String, file: String, errno: Int32)
    case missing(file: String)
    /// It was changed, or damaged, since it was written.
    case wrongDigest(file: String, expected: String, found: String)
    /// The new one is older than the one that is there.
    case older(CIBVersion, than: CIBVersion)
    case noCIB(file: String, CIBError)
    /// Another process changes a CIB of this folder, and does not end.
    case locked(folder: String, seconds: Int)

    public var text: String {
        switch self {
        case .system(let what, let file, let errno):
            "\(what) \(file): " + (strerror(errno).map { String(cString: $0) } ?? "error \(errno)")
        case .missing(let file): "\(file) is not there"
        case .wrongDigest(let file, let expected, let found):
            "\(file) was changed or damaged since it was written: its digest is \(found), and \(file).sig says "
                + "\(expected); restore a backup (cib-N.raw), or remove \(file).sig if the change was meant"
        case .older(let new, let old): "Update was older than existing configuration (\(new.text) after \(old.text))"
        case .noCIB(let file, let error): "\(file): \(error.text)"
        case .locked(let folder, let seconds):
            "another process has been changing a CIB in \(folder) for \(seconds) s; try again when it is done "
                + "(lslocks and fuser -v \(folder) name it)"
        }
    }
}

extension CIBVersion {
    /// `admin_epoch.epoch.num_updates`.
    public var text: String { "\(adminEpoch).\(epoch).\(updates)" }
}
