import TestRig
import Testing

/// The examples go the way of an operator: into an empty CIB, looked over, simulated. What the cluster would do is what
/// the peer says.
@Suite struct ExampleTests {
    @Test(arguments: [("web", "pm01"), ("database", "pm1")])
    func isLoadedVerifiedAndSimulated(_ name: String, _ node: String) throws {
        let folder = try CrmFolder()
        let file = try folder.write("cib.xml", folder.run("cibadmin", ["--empty"]).output)
        let text = "\(Stage.repository)/examples/\(name)-cluster.crm"
        let load = try folder.run("crm", ["configure", "-c", file, "load", "update", text])
        #expect(load.status == 0 && load.errors.isEmpty, "\(load.errors)")
        let topology = "fencing_topology \(node): \(name == "web" ? "stonith1-1 stonith1-2" : "prmStonith1-1")\n"
        let more = try folder.run("crm", ["configure", "-c", file, "load", "update", "-"], input: topology)
        #expect(more.status == 0, "\(more.errors)")
        let verify = try folder.run("crm_verify", ["-x", file, "-V"])
        #expect(verify.status == 0 && verify.errors.isEmpty, "\(verify.errors)")
        let arguments = ["-u", node, "-Sx", file]
        let ours = try folder.run("crm_simulate", arguments)
        #expect(ours.status == 0 && ours.output.contains("start on \(node)"), "\(ours.errors)")
        #expect(try ours.output == folder.peer("crm_simulate", arguments).output)
    }
}
