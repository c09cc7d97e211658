import CLibXML

/// What hears of an XML text's parts in their order.
protocol SAXListener: AnyObject {
    func start(_ name: SAXName, _ attributes: SAXAttributes, in parser: SAXParser)
    func end(in parser: SAXParser)
    func text(_ bytes: UnsafeBufferPointer<UInt8>, in parser: SAXParser)
    /// White space, which means nothing to a CIB.
    func blank(in parser: SAXParser)
    /// Outside the outermost element, too.
    func comment(_ text: String, in parser: SAXParser)
}

/// libxml2's parser over bytes in memory. It reads no file, knows no entity but XML's own five, and makes no tree.
final class SAXParser {
    static let depthMax = 128

    var pool = NamePool()
    private let context: xmlParserCtxtPtr
    private let listener: SAXListener
    private(set) var failure: CIBError?
    /// How many elements are open.
    private var depth = 0
    private var count = 0

    private init(_ context: xmlParserCtxtPtr, _ listener: SAXListener) {
        self.context = context
        self.listener = listener
    }

    deinit { pool.free() }

    /// The line that the parser has come to.
    var line: Int { context.pointee.input.map { Int($0.pointee.line) } ?? 0 }

    /// Nothing more is heard after the first failure.
    func fail(_ error: CIBError) {
        guard failure == nil else { return }
        failure = error
        xmlStopParser(context)
    }

    static func parse(_ bytes: [UInt8], for listener: SAXListener) throws(CIBError) {
        guard bytes.count <= CIBReader.bytesMax else { throw CIBError(.tooLong(bytes: bytes.count)) }
        if bytes.starts(with: [0x42, 0x5A, 0x68]) { throw CIBError(.packed("bunzip2")) }
        if bytes.starts(with: [0x1F, 0x8B]) { throw CIBError(.packed("gunzip")) }
        guard mayBeXML(bytes) else { throw CIBError(.otherEncoding, line: 1) }
        if let place = bytes.withUnsafeBufferPointer({ AttributeCount.firstCrowd(in: $0) }) {
            throw CIBError(.tooManyAttributes, line: 1 + bytes[..<place].count { $0 == 0x0A })
        }
        guard let context = xmlNewParserCtxt() else { throw CIBError(.notXML("no memory")) }
        defer { xmlFreeParserCtxt(context) }
        let parser = SAXParser(context, listener)
        withExtendedLifetime(parser) { bytes.withUnsafeBufferPointer { parser.run($0) } }
        if let failure = parser.failure { throw failure }
    }

    /// What could hide something from a look at the bytes, as UTF-16 does, begins otherwise.
    private static func mayBeXML(_ bytes: [UInt8]) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = bytes.dropFirst(bytes.starts(with: mark) ? 3 : 0).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return start.first == UInt8(ascii: "<") && start.dropFirst().first != 0
    }

    private func run(_ bytes: UnsafeBufferPointer<UInt8>) {
        listen()
        let feed = ByteFeed(bytes)
        guard let input = feed.makeInput(context) else { return fail(CIBError(.notXML("no memory"))) }
        inputPush(context, input)
        withExtendedLifetime(feed) {
            guard xmlParseDocument(context) != 0 || context.pointee.wellFormed == 0 else { return }
            note(context.pointee.lastError)
            fail(CIBError(.notXML("it has no end"), line: line))
        }
    }

    private func listen() {
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
        context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { me, name, prefix, _, _, _, count, _, attributes in
            SAXParser.at(me)?.started(SAXName(local: name, prefix: prefix), SAXAttributes(attributes, Int(count)))
        }
        handler.endElementNs = { me, _, _, _ in SAXParser.at(me)?.ended() }
        handler.characters = { me, text, count in SAXParser.at(me)?.heard(text, Int(count)) }
        handler.cdataBlock = handler.characters
        handler.comment = { me, text in SAXParser.at(me)?.commented(text) }
        handler.internalSubset = { me, _, _, _ in SAXParser.at(me)?.refuseDocumentType() }
        handler.serror = { me, error in SAXParser.at(me)?.note(error?.pointee ?? xmlError()) }
        context.pointee.sax.pointee = handler
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> SAXParser? {
        pointer.map { Unmanaged<SAXParser>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// What libxml2 calls.
extension SAXParser {
    private func started(_ name: SAXName, _ attributes: SAXAttributes) {
        guard failure == nil else { return }
        depth += 1
        count += 1
        guard count <= CIBReader.elementsMax else { return fail(CIBError(.tooManyElements, line: line)) }
        guard depth <= Self.depthMax else {
            return fail(CIBError(.tooDeep, line: line, element: name.text))
        }
        if let prefixed = name.prefix.map({ _ in name }) ?? attributes.firstPrefixed {
            return fail(CIBError(.prefixed(prefixed.text), line: line, element: name.text))
        }
        listener.start(name, attributes, in: self)
    }

    private func ended() {
        guard failure == nil else { return }
        depth -= 1
        listener.end(in: self)
    }

    private func heard(_ text: UnsafePointer<xmlChar>?, _ count: Int) {
        guard failure == nil, depth > 0 else { return }
        let bytes = UnsafeBufferPointer(start: text, count: count)
        guard bytes.contains(where: { $0 > 0x20 }) else { return listener.blank(in: self) }
        listener.text(bytes, in: self)
    }

    private func commented(_ text: UnsafePointer<xmlChar>?) {
        guard failure == nil, let text else { return }
        listener.comment(String(cString: text), in: self)
    }

    private func refuseDocumentType() { fail(CIBError(.documentType, line: line)) }

    private func note(_ error: xmlError) {
        guard error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        let text = error.message.map { String(cString: $0) } ?? "unknown error"
        fail(CIBError(.notXML(String(text.prefix { !$0.isNewline }.prefix(200))), line: Int(error.line)))
    }
}
