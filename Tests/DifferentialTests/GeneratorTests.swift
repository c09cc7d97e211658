import CibXML
import ClusterModel
import Foundation
import SchedulerRig
import TestRig
import Testing

/// Made-up cases are what they shall be: the same for ever, valid, and of every kind.
@Suite struct GeneratorTests {
    private static let seeds =
        Array(1...200) + Array(CIBGenerator.firstSettled...CIBGenerator.firstSettled + 50)
        + Array(CIBGenerator.firstOdd...CIBGenerator.firstOdd + 60)

    @Test func aSeedMakesTheSameCaseAgain() {
        for seed in Self.seeds { #expect(CIBGenerator.make(seed).cib == CIBGenerator.make(seed).cib) }
    }

    @Test func eachCaseIsValid() throws {
        let folder = try TemporaryFolder()
        var files: [String] = []
        for seed in Self.seeds {
            files.append(try folder.write("\(seed).xml", CaseText.xml(CIBGenerator.make(seed).cib)))
        }
        let run = try ProcessRun.run(
            "/usr/bin/xmllint", ["--noout", "--relaxng", "/usr/share/pacemaker/pacemaker-3.9.rng"] + files)
        #expect(run.status == 0, "\(run.errors.split(separator: "\n").filter { !$0.hasSuffix("validates") })")
    }

    @Test func eachCaseComesBackFromXML() throws {
        for seed in Self.seeds {
            let cib = CIBGenerator.make(seed).cib
            let back = try CaseText.cib(CaseText.xml(cib))
            #expect(back.configuration == cib.configuration, "seed \(seed)")
            #expect(back.nodeStates.map(\.histories.count) == cib.nodeStates.map(\.histories.count), "seed \(seed)")
        }
    }

    @Test func everyFeatureIsDrawn() {
        let drawn = Self.seeds.reduce(into: Set<Feature>()) { $0.formUnion(CIBGenerator.make($1).features) }
        #expect(drawn.count == Feature.allCases.count)
    }

    @Test func topologiesNameTheirTargetsInEveryWay() {
        let levels = Self.seeds.flatMap { CIBGenerator.make($0).cib.configuration.fencingLevels }
        for name in ["target", "target-pattern", "target-attribute"] {
            #expect(levels.contains { $0[name] != nil }, "no \(name)")
        }
    }

    @Test func nodesAndResourcesAreOfEverySize() {
        let cases = Self.seeds.map { CIBGenerator.make($0).cib.configuration }
        #expect(Set(cases.map(\.nodes.count)) == Set(2...8))
        #expect(Set(cases.map(\.resources.count)).isSuperset(of: 1...6))
    }
}
