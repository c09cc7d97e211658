import DeviceParameters
import Glibc
import HelperCore

/// Whether the first word of `standby_check_command` is there to be run.
///
/// Only `status` asks: when a node is to be shot, a command that cannot start means standby.
enum CommandSearch {
    static func check(_ settings: Settings) throws(ParameterMistake) {
        guard settings.runsStandbyWait, let command = settings.standbyCheckCommand else { return }
        switch CommandWord(of: command) {
        case nil: throw ParameterMistake("standby_check_command is blank")
        case .shells?: return
        case .path(let path)?:
            if !canRun(path) {
                throw ParameterMistake("standby_check_command: \(path) cannot be run: \(reason())")
            }
        case .name(let name)?:
            let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/sbin:/usr/bin:/sbin:/bin"
            if !path.split(separator: ":").contains(where: { canRun("\($0)/\(name)") }) {
                throw ParameterMistake("standby_check_command: there is no \(name) on the PATH \(path)")
            }
        }
    }

    private static func canRun(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        guard status.st_mode & S_IFMT == S_IFREG else {
            errno = EISDIR
            return false
        }
        return access(path, X_OK) == 0
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
