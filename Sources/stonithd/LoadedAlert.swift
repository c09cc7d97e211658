import ClusterModel
import Execution

/// An alert with everything looked up that needs the disk.
struct LoadedAlert: Sendable, Equatable {
    /// With the secrets in place of the references to them.
    var configuration: AlertConfiguration
    /// Of the program; nil when it cannot be run, and `problem` says why.
    var program: String?
    var problem: String?

    init(_ configuration: AlertConfiguration) {
        self.configuration = configuration
        do throws(TrustedPath.Refusal) {
            program = try TrustedPath.check(configuration.path, mustExecute: true)
        } catch { problem = error.text }
        for (place, recipient) in configuration.recipients.enumerated() {
            for (index, attribute) in recipient.attributes.enumerated() {
                do throws(SecretReference.Failure) {
                    self.configuration.recipients[place].attributes[index] = try attribute.resolved()
                } catch {
                    problem = "attribute \(attribute.name): \(error.text)"
                    program = nil
                }
            }
        }
    }
}
