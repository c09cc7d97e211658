import ClusterModel
import CrmSyntax
import TestRig
import Testing

/// Made-up configurations, written as operators do in many ways: the reader finds what was put in.
@Suite struct RoundTripTests {
    @Test(arguments: 0..<300) func findsWhatWasPutIn(_ seed: Int) {
        var writer = ConfigurationWriter(seed: UInt64(seed))
        let (text, expected) = writer.write()
        let reading = CrmSyntax.read(text)
        #expect(!reading.hasMistakes, "\(text)\n\(reading.rendered(file: "seed-\(seed)"))")
        #expect(reading.configuration == expected, "\(text)")
    }
}
