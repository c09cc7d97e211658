import TestRig
import Testing

/// What a third party does: the template, built with plain cc against the staged header, installed, used.
@Suite(.waiting) struct PluginTemplateTests {
    @Test func theTemplateBuildsWithPlainCCAndResetsANode() throws {
        let folder = try TemporaryFolder()
        let stage = try Stage.copy()
        let source = "\(Stage.repository)/examples/plugin-template/template.c"
        let build = try ProcessRun.run(
            "/usr/bin/cc",
            [
                "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-shared", "-fPIC", "-I\(stage.prefix)/include",
                "-o", stage.plugin("template"), source,
            ])
        #expect(build.status == 0, "\(build.errors)")
        let switchFile = try folder.write("switch", "pm01 on\n")
        let parameters = ["hostlist=pm01", "switch=\(switchFile)"]

        #expect(try stage.stonith(["-L"]).output.contains("template\n"))
        #expect(try stage.stonith(["-t", "template", "-n"]).output == "hostlist  switch  \n")
        #expect(try stage.stonith(["-t", "template"] + parameters + ["-l"]).output == "pm01\n")
        let (run, report) = try stage.report(parameters + ["-T", "reset", "pm01"], type: "template")
        #expect(run.status == 0, "\(run.errors)")
        #expect(report.evidence == "read-back")
        #expect(try folder.read("switch") == "pm01 on\npm01 off\npm01 on\n")
        #expect(try stage.stonith(["-t", "template"] + parameters + ["-T", "reset", "pm02"]).status == 4)
    }
}
