import ClusterModel
import ConsoleCore
import Control
import CrmSyntax
import Execution
import Glibc

/// `stonith console`: a node's serial console, through the BMC of its `external/ipmi` device. It needs no daemon.
struct ConsoleTask: VerbTask {
    let node: NodeName
    let file: String
    let device: String?
    let steals: Bool

    private static let standardFile = "/etc/stonith/stonith.crm"
    private static let type = "external/ipmi"
    /// One more than is read, so that a longer file is found out.
    private static let bytesMax = 1024 * 1024 + 1

    /// Why there is no console, for an operator.
    private struct Failure: Error {
        var text: String
        var status = ExitStatus.misuse
    }

    init(_ arguments: VerbArguments) throws(VerbArguments.Misuse) {
        node = try arguments.node()
        let files = [arguments.value("config"), arguments.value("c")].compactMap(\.self)
        guard files.count < 2 else { throw VerbArguments.Misuse(text: "--config is given twice") }
        file = files.first ?? Self.standardFile
        device = arguments.value("device")
        steals = arguments.has("steal")
    }

    func perform(_ session: VerbSession) -> Int32 {
        do throws(Failure) {
            let parameters = try parameters(try find())
            let installation = Installation.ofThisProgram()
            let words = ["--attach", "--node", node.description] + (steals ? ["--steal"] : [])
            do throws(SpawnError) {
                return try ConsoleProcess.run(installation.console, words, parameters: parameters)
            } catch {
                throw Failure(text: error.text, status: .failed)
            }
        } catch {
            session.terminal.message(.error, error.text)
            return error.status.rawValue
        }
    }

    // MARK: Its device

    private func read() throws(Failure) -> FencingConfiguration {
        do { _ = try TrustedPath.check(file, mustExecute: false) } catch { throw Failure(text: error.text) }
        let bytes: [UInt8]
        do { bytes = try BoundedFile.read(file, bytesMax: Self.bytesMax) } catch {
            throw Failure(text: "\(file) cannot be read: \(String(cString: strerror(error.errno)))")
        }
        let reading = CrmSyntax.read(bytes)
        guard !reading.hasMistakes else {
            throw Failure(text: "\(file) has mistakes: stonith check \(file) shows them")
        }
        return reading.configuration
    }

    private func find() throws(Failure) -> DeviceConfiguration {
        let devices = try read().devices.filter { $0.type.description == Self.type && controls($0) }
        guard let device else {
            guard let first = devices.first else {
                throw Failure(text: "\(file) has no \(Self.type) device for \(node)", status: .noSuch)
            }
            return first
        }
        guard let named = devices.first(where: { $0.id == device }) else {
            throw Failure(
                text: "\(device) is no \(Self.type) device for \(node) in \(file)", status: .noSuch)
        }
        return named
    }

    private func controls(_ device: DeviceConfiguration) -> Bool {
        guard case .listed(let nodes) = device.targets else { return false }
        return nodes.contains(node)
    }

    /// With the secrets in place of the references to them.
    private func parameters(_ device: DeviceConfiguration) throws(Failure) -> [UInt8] {
        var pairs: [(name: String, value: String)] = []
        for parameter in device.parameters {
            do { pairs.append((parameter.name, try parameter.resolved().value.reveal())) } catch {
                throw Failure(text: "device \(device.id), parameter \(parameter.name): \(error.text)")
            }
        }
        guard let bytes = ConsoleParameters.bytes(pairs) else {
            throw Failure(text: "the parameters of device \(device.id) are too long")
        }
        return bytes
    }
}
