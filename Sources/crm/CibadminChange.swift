import CibXML
import ClusterModel

/// One change that `cibadmin` was asked for.
struct CibadminChange {
    let request: CibadminRequest
    let input: XMLElement?
    let root: XMLElement

    func apply(to edit: inout CIBEdit) throws(CibadminFailure) {
        if let expression = request.xpath { return try apply(to: &edit, at: expression) }
        switch request.command {
        case .bump, .erase, .upgrade:
            do throws(CIBError) { try count(up: &edit) } catch { throw CibadminFailure.nonconforming([error.text]) }
        default:
            guard let input else { throw .nothingGiven }
            do throws(CIBEdit.Failure) { try apply(input, to: &edit) } catch { throw failure(error, input) }
        }
    }

    private func count(up edit: inout CIBEdit) throws(CIBError) {
        switch request.command {
        case .bump: try edit.bump()
        case .erase: try edit.erase()
        default: try edit.upgrade()
        }
    }

    private func apply(_ input: XMLElement, to edit: inout CIBEdit) throws(CIBEdit.Failure) {
        let scope = CIBScope(request.scope)
        switch request.command {
        case .create: try edit.create(input, in: scope)
        case .modify: try edit.modify(input, in: scope, mayCreate: request.mayCreate)
        case .replace: try edit.replace(input, in: scope)
        default: edit.delete(input, in: scope)
        }
    }

    private func apply(to edit: inout CIBEdit, at expression: String) throws(CibadminFailure) {
        switch request.command {
        case .delete, .deleteAll:
            let places = try Cibadmin.placesIfAny(expression, root)
            // Nothing is left to be deleted.
            guard let first = places.first else { return }
            guard !places.contains([]) else {
                let why = "Invalid argument: \(expression) is the whole CIB (--erase makes it empty)"
                throw CibadminFailure(["Call failed: \(why)"], .software)
            }
            edit.delete(at: request.command == .deleteAll ? places : [first])
        case .replace:
            guard let input else { throw .nothingGiven }
            let places = try Cibadmin.places(expression, root)
            edit.replace(at: places[0], with: input)
        case .modify:
            guard let input else { throw .nothingGiven }
            let places = try Cibadmin.places(expression, root)
            do throws(CIBEdit.Failure) { try edit.modify(at: places[0], with: input) } catch {
                throw failure(error, input)
            }
        default:
            throw CibadminFailure(["--xpath goes with --query, --modify, --replace and --delete"], .unimplemented)
        }
    }

    private func failure(_ failure: CIBEdit.Failure, _ input: XMLElement) -> CibadminFailure {
        switch failure {
        case .missing:
            return .missing("there is no <\(input.name)>" + (input["id"].map { " of the id \($0)" } ?? ""))
        case .exists:
            let report = XMLElement(
                "failed_update",
                attributes: [
                    "id": input["id"] ?? "", "object_type": input.name, "operation": "cib_create",
                    "reason": "File exists",
                ], elements: [input])
            let failed = CIBWriter.write(XMLElement("failed", elements: [report]))
            return CibadminFailure(["Call failed: File exists"], .exists, xml: failed)
        case .older(let new, let old):
            let why =
                "(\(new.adminEpoch).\(new.epoch).\(new.updates) after \(old.adminEpoch).\(old.epoch).\(old.updates))"
            return CibadminFailure(["Call failed: Update was older than existing configuration \(why)"], .old)
        }
    }
}
