import ClusterModel
import Glibc

/// Which device types there are, and what stands behind each.
public struct DeviceCatalog: Sendable {
    public enum Agent: Sendable, Equatable {
        /// Path of a native plugin.
        case native(String)
        /// Path of an external script.
        case script(String)
        /// Path of an RHCS agent, by the name it was found under: one program can be several agents.
        case agent(String)
    }

    public enum Failure: Error, Equatable, Sendable {
        case noSuchType(String)
        /// There is such a file, and it must not be run.
        case untrusted(TrustedPath.Refusal)

        public var text: String {
            switch self {
            case .noSuchType(let type): "there is no device type \(type): stonith -L lists them"
            case .untrusted(let refusal): "\(refusal.text); until then it is not run"
            }
        }
    }

    public struct Listing: Sendable, Equatable {
        public var types: [DeviceType]
        /// A line for each file that is there and cannot be used.
        public var complaints: [String]
    }

    private let installation: Installation

    public init(_ installation: Installation) { self.installation = installation }

    /// Every type, sorted by name. A script that a native plugin hides appears as `script/NAME`.
    ///
    /// A plugin's file name is its type, without `external/` in front where it has that: so a file need not be loaded
    /// to be listed, and what a plugin says of its type is checked when it is used.
    public func listing() -> Listing {
        var listing = Listing(types: [], complaints: [])
        let native = nativeNames()
        for name in native { consider(nativeType(name), at: nativePath(name), isScript: false, &listing) }
        var seen: Set<String> = []
        for folder in installation.externalFolders {
            for name in FolderNames.sorted(in: folder) where seen.insert(name).inserted {
                let hidden = native.contains(name) && nativeType(name)?.isExternal == true
                let type = hidden ? DeviceType.script(name) : DeviceType.external(name)
                consider(type, at: "\(folder)/\(name)", isScript: true, &listing)
            }
        }
        for folder in installation.agentFolders {
            for name in FolderNames.sorted(in: folder)
            where DeviceType(name)?.isAgent == true && seen.insert(name).inserted {
                consider(DeviceType(name), at: "\(folder)/\(name)", isScript: true, &listing)
            }
        }
        listing.types.sort { $0.description < $1.description }
        return listing
    }

    public func agent(for type: DeviceType) throws(Failure) -> Agent {
        if !type.isScript, nativeNames().contains(type.name), nativeType(type.name) == type {
            return .native(try trusted(nativePath(type.name), mustExecute: false))
        }
        if type.isAgent { return .agent(try agentPath(type)) }
        guard type.isExternal || type.isScript else { throw .noSuchType(type.description) }
        for folder in installation.externalFolders where access("\(folder)/\(type.name)", F_OK) == 0 {
            return .script(try trusted("\(folder)/\(type.name)", mustExecute: true))
        }
        throw .noSuchType(type.description)
    }

    private func agentPath(_ type: DeviceType) throws(Failure) -> String {
        for folder in installation.agentFolders where access("\(folder)/\(type.name)", F_OK) == 0 {
            _ = try trusted("\(folder)/\(type.name)", mustExecute: true)
            return "\(folder)/\(type.name)"
        }
        throw .noSuchType(type.description)
    }

    private func trusted(_ path: String, mustExecute: Bool) throws(Failure) -> String {
        do { return try TrustedPath.check(path, mustExecute: mustExecute) } catch { throw .untrusted(error) }
    }

    private func consider(_ type: DeviceType?, at path: String, isScript: Bool, _ listing: inout Listing) {
        guard let type else { return }
        do {
            _ = try TrustedPath.check(path, mustExecute: isScript)
            listing.types.append(type)
        } catch .notRegular { return } catch .notExecutable { return } catch {
            listing.complaints.append("\(type) is left out: \(error.text)")
        }
    }

    /// The toolkit's plugins that operators configure as `external/…` (docs/DIFFERENCES.md).
    private static let external: Set<String> = ["ipmi", "libvirt", "riloe", "ibmrsa-telnet", "stonith-helper"]

    private func nativeType(_ name: String) -> DeviceType? {
        Self.external.contains(name) ? .external(name) : DeviceType(name)
    }

    private func nativePath(_ name: String) -> String { "\(installation.nativeFolder)/\(name).so" }

    private func nativeNames() -> [String] {
        FolderNames.sorted(in: installation.nativeFolder).filter { $0.hasSuffix(".so") }.map { String($0.dropLast(3)) }
    }
}
