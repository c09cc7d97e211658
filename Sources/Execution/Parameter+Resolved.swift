import ClusterModel

extension Parameter {
    /// With the secret in place of the reference to it.
    public func resolved() throws(SecretReference.Failure) -> Parameter {
        guard Parameter.isSecret(name), let reference = SecretReference(value.reveal()) else { return self }
        return Parameter(name: name, value: Secret(try reference.resolve()))
    }
}
