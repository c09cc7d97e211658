import CibXML
import ClusterModel
import Testing

@Suite struct ReaderTests {
    @Test func everyPartComesToItsPlace() throws {
        let cib = try SampleCIB.read(SampleCIB.full)
        let configuration = cib.configuration
        #expect(cib.version == CIBVersion(adminEpoch: 1, epoch: 5, updates: 9))
        #expect(cib.attributes["dc-uuid"] == "1")
        #expect(configuration.properties[0]["stonith-enabled"] == "true")
        guard case .date(_, nil, let hours)? = configuration.properties[0].rule?.conditions.first else {
            Issue.record("no date")
            return
        }
        #expect(hours?["weekdays"] == "1-5")
        #expect(configuration.nodes.map(\.name) == ["pm01", "pm02"])
        #expect(configuration.nodes[0].attributes["description"] == "left <rack>")
        #expect(configuration.nodes[0].attributeSets[0]["standby"] == "off")
        #expect(configuration.resources.map(\.id) == ["st", "tmpl", "one", "two", "grp", "cln", "mst", "bnd"])
        #expect(configuration.constraints.map(\.kind) == [.location, .location, .colocation, .order, .ticket])
        #expect(configuration.fencingLevels[0]["devices"] == "st")
        #expect(configuration.tags == [TagDefinition(id: "tg", members: ["one", "two"])])
        #expect(configuration.resourceDefaults[0]["resource-stickiness"] == "100")
        #expect(configuration.operationDefaults[0]["timeout"] == "30s")
    }

    @Test func resourcesKeepWhatTheyHave() throws {
        let resources = try SampleCIB.read(SampleCIB.full).configuration.resources
        #expect(resources[2].attributes["template"] == "tmpl")
        #expect(resources[2].parameters[0]["fake"] == "a & \"b\"\nc\td")
        #expect(resources[2].parameters[0].rule?.attributes["score"] == "INFINITY")
        #expect(resources[2].operationsID == "one-ops")
        #expect(resources[2].operations[0].meta[0]["timeout"] == "60s")
        #expect(resources[3].meta[0].reference == "one-m")
        #expect(resources[3].operationsReference == "one-ops")
        guard case .group(let members) = resources[4].kind, case .clone(let group, isMaster: false) = resources[5].kind,
            case .clone(let primitive, isMaster: true) = resources[6].kind, case .bundle(let xml) = resources[7].kind
        else {
            Issue.record("kinds")
            return
        }
        #expect(members.map(\.id) == ["g1", "g2"])
        #expect(group.id == "cg" && primitive.id == "m1")
        #expect(xml.contains(#"<port-mapping id="bnd-p" port="80"/>"#))
    }

    @Test func historiesAreRead() throws {
        let state = try SampleCIB.read(SampleCIB.full).nodeStates[0]
        #expect(state.transientAttributes[0]["pingd"] == "100")
        #expect(state.histories[0].id == "one")
        #expect(state.histories[0].attributes["provider"] == "heartbeat")
        let start = state.histories[0].operations[0]
        #expect(start.operation == "start" && start.callID == 10 && start.code == 0 && start.status == .done)
        #expect(start.transitionMagic == "", "it says nothing new")
        #expect(start.lastChange == 1_700_000_000)
        #expect(start.restartParameters == " state ")
        #expect(start.others["on_node"] == "pm01")
        let monitor = state.histories[0].operations[1]
        #expect(monitor.status == .pending && monitor.code == 193 && monitor.intervalMilliseconds == 10000)
        #expect(monitor.others["call-id"] == "x", "a number that is none is kept")
    }

    @Test func whatIsUnknownIsKept() throws {
        let cib = try SampleCIB.read(SampleCIB.full)
        #expect(cib.unknown.map(\.section) == ["status"])
        #expect(cib.unknown[0].xml == #"<tickets><ticket_state id="tk" granted="true"/></tickets>"#)
        let kept = cib.configuration.unknown
        #expect(kept.map(\.section) == ["crm_config", "configuration", "configuration"])
        #expect(kept[0].xml == "<!-- a comment of the operator's -->")
        #expect(kept[1].xml.hasPrefix("<acls>") && kept[2].xml.hasPrefix("<alerts>"))
        #expect(cib.configuration.constraints[2].unknown[0].xml.hasPrefix("<lifetime>"))
    }

    @Test func placesOfIdsAreKnown() throws {
        let document = try CIBReader.document(Array(SampleCIB.full.utf8))
        #expect(document.lines["opts-fencing"] == 10)
        #expect(document.nodeLines["2"] == 19)
    }

    @Test func allowedForms() throws {
        for text in [
            "\u{FEFF}<cib/>", "\n <?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version='1.0'?><!-- a --><cib/>",
        ] {
            let isXML = !text.hasPrefix("\n")
            #expect(((try? SampleCIB.read(text)) != nil) == isXML)
        }
        let latin = Array(
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><cib a=\"\u{e9}\"/>".unicodeScalars.map {
                UInt8($0.value)
            })
        #expect(try CIBReader.read(latin).attributes["a"] == "\u{e9}")
    }
}
