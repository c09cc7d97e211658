import CibXML
import ClusterModel
import Foundation
import Testing

/// Large and malicious texts: an end in bounded time and memory, and never a part of what they say.
@Suite(.serialized) struct LimitTests {
    /// CPU seconds, with a wide margin: other tests run at the same time.
    private static func seconds(_ body: () -> Void) -> Double {
        let begin = clock()
        body()
        return Double(clock() - begin) / Double(CLOCKS_PER_SEC)
    }

    private static func failure(_ bytes: [UInt8]) -> CIBError.Reason? {
        do throws(CIBError) {
            _ = try CIBReader.read(bytes)
            return nil
        } catch {
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
        #expect(Self.seconds { #expect(Self.failure(Array(text.utf8)) == .documentType) } < 1)
    }

    @Test func aHundredMegabytesOfOpenElements() {
        let bytes = Self.filled("<cib><configuration>", "<a>", 100)
        #expect(Self.seconds { #expect(Self.failure(bytes) == .tooDeep) } < 1)
    }

    @Test func aHundredMegabytesOfElementsWithNothingInThem() {
        let bytes = Self.filled("<cib><configuration><acls>", "<a/>", 100)
        #expect(Self.seconds { #expect(Self.failure(bytes) == .tooManyElements) } < 20)
    }

    @Test func aHundredMegabytesInOneAttribute() {
        let bytes = Self.filled("<cib a=\"", "xxxxxxxx", 100)
        let seconds = Self.seconds {
            guard case .notXML(let text)? = Self.failure(bytes) else {
                Issue.record("read")
                return
            }
            #expect(text.contains("AttValue length too long"))
        }
        #expect(seconds < 5)
    }

    @Test func aHundredMegabytesOfBlanks() {
        let bytes = Self.filled("<cib>", "        \n", 100)
        #expect(Self.seconds { #expect(Self.failure(bytes) != nil) } < 10)
    }

    @Test func moreThanIsRead() {
        let bytes = [UInt8](repeating: 0x20, count: CIBReader.bytesMax + 1)
        #expect(Self.failure(bytes) == .tooLong(bytes: bytes.count))
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
        let seconds = Self.seconds { #expect((try? CIBReader.read(bytes))?.configuration.resources.count == 4001) }
        #expect(seconds < 1)
    }
}
