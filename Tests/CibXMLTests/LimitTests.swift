import CibXML
import ClusterModel
import Foundation
import Testing

/// Large and malicious texts: an end in bounded time and memory, and never a part of what they say.
@Suite(.serialized) struct LimitTests {
    /// CPU seconds of this thread.
    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Why it is refused; nil where it is read, or takes longer.
    private static func failure(_ bytes: [UInt8], within seconds: Double) -> CIBError.Reason? {
        let begin = now()
        do throws(CIBError) {
            _ = try CIBReader.read(bytes)
            return nil
        } catch {
            let spent = now() - begin
            guard spent < seconds else {
                Issue.record("\(spent) s")
                return nil
            }
            return error.reason
        }
    }

    private static func filled(_ head: String, _ unit: String, _ megabytes: Int) -> [UInt8] {
        var bytes = Array(head.utf8)
        let part = Array(String(repeating: unit, count: (1 << 20) / unit.utf8.count).utf8)
        for _ in 0..<megabytes { bytes += part }
        return bytes
    }

    @Test func entitiesThatGrowAreNeverOpened() {
        var text = "<!DOCTYPE cib [<!ENTITY a0 \"xxxxxxxxxx\">"
        for level in 1...30 {
            text += "<!ENTITY a\(level) \"" + String(repeating: "&a\(level - 1);", count: 10) + "\">"
        }
        text += "]><cib a=\"&a30;\"/>"
        #expect(Self.failure(Array(text.utf8), within: 1) == .documentType)
    }

    @Test func aHundredMegabytesOfOpenElements() {
        let bytes = Self.filled("<cib><configuration>", "<a>", 100)
        #expect(Self.failure(bytes, within: 1) == .tooDeep)
    }

    @Test func aHundredMegabytesOfElementsWithNothingInThem() {
        let bytes = Self.filled("<cib><configuration><acls>", "<a/>", 100)
        #expect(Self.failure(bytes, within: 20) == .tooManyElements)
    }

    @Test func aHundredMegabytesInOneAttribute() {
        let bytes = Self.filled("<cib a=\"", "xxxxxxxx", 100)
        guard case .notXML(let text)? = Self.failure(bytes, within: 5) else {
            Issue.record("read")
            return
        }
        #expect(text.contains("AttValue length too long"))
    }

    /// libxml2 compares each with each: a minute for these.
    @Test func veryManyAttributesOfOneElement() {
        let many = (0..<200_000).map { " a\($0) = 'x'" }.joined()
        #expect(Self.failure(Array("<cib>\n<a\(many)/></cib>".utf8), within: 2) == .tooManyAttributes)
        let text = "<cib><a x=\"\(String(repeating: "a='b' ", count: 900))\"/></cib>"
        #expect(throws: Never.self) { try CIBReader.tree(Array(text.utf8)) }
    }

    @Test func aHundredMegabytesOfBlanks() {
        #expect(Self.failure(Self.filled("<cib>", "        \n", 100), within: 10) != nil)
    }

    @Test func moreThanIsRead() {
        let bytes = [UInt8](repeating: 0x20, count: CIBReader.bytesMax + 1)
        #expect(Self.failure(bytes, within: 1) == .tooLong(bytes: bytes.count))
    }

    /// The configuration of 64 nodes with 2000 resources: a few milliseconds a megabyte.
    @Test func aLargeConfigurationIsReadInNoTime() throws {
        var resources = ""
        for number in 0..<4000 {
            resources += """
                <primitive id="r\(number)" class="ocf" provider="pacemaker" type="Dummy">
                <operations><op id="r\(number)-m" name="monitor" interval="10s" timeout="20s"/></operations></primitive>

                """
        }
        let text = SampleCIB.small(resources: resources)
        let bytes = Array(text.utf8)
        let begin = Self.now()
        #expect(try CIBReader.read(bytes).configuration.resources.count == 4001)
        #expect(Self.now() - begin < 1)
    }
}
