/// A resource as an operator defined it.
public struct ResourceDefinition: Equatable, Sendable {
    public indirect enum Kind: Equatable, Sendable {
        /// `class`, `provider`, `type`, or `template`, are in its attributes.
        case primitive
        /// `<template>`: what primitives have in common.
        case template
        case group([ResourceDefinition])
        /// `<clone>`, or `<master>` of Pacemaker 1: then `isMaster`.
        case clone(ResourceDefinition, isMaster: Bool)
        /// `<bundle>`: its children as XML.
        case bundle(xml: String)
    }

    public var kind: Kind
    /// `id`, `class`, `provider`, `type`, `template`, `description` and others.
    public var attributes: ElementAttributes
    /// `<instance_attributes>`.
    public var parameters: [AttributeSet] = []
    /// `<meta_attributes>`.
    public var meta: [AttributeSet] = []
    public var utilization: [AttributeSet] = []
    public var operations: [OperationDefinition] = []
    /// Of `<operations>`.
    public var operationsAttributes = ElementAttributes()
    public var unknown: [UnknownElement] = []

    public init(_ kind: Kind, attributes: ElementAttributes) {
        self.kind = kind
        self.attributes = attributes
    }

    public var id: String { attributes["id"] ?? "" }
    /// `id-ref` of `<operations>`; nil where it has none.
    public var operationsReference: String? { operationsAttributes["id-ref"] }
    /// `id` of `<operations>`: what others refer to.
    public var operationsID: String? { operationsAttributes["id"] }
}

/// `<op>`: an operation as an operator defined it.
public struct OperationDefinition: Equatable, Sendable {
    /// `id`, `name`, `interval`, `timeout`, `on-fail`, `role`, `enabled`, `start-delay` and others.
    public var attributes: ElementAttributes
    public var parameters: [AttributeSet] = []
    public var meta: [AttributeSet] = []
    public var unknown: [UnknownElement] = []

    public init(attributes: ElementAttributes) { self.attributes = attributes }

    public var id: String { attributes["id"] ?? "" }
    public var name: String { attributes["name"] ?? "" }
}
