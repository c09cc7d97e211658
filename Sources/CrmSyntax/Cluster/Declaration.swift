/// What one statement declares, and what it names.
struct Declaration {
    /// Something that must be there, and where it is named.
    struct Reference {
        enum Target: Equatable {
            /// Resources, or their tags and templates.
            case resource
            case template
            case device
            case node
            case role
            /// A member of a tag.
            case anything
            /// What `id-ref` means: an element of that name.
            case part(String)
        }

        var target: Target
        var id: String
        var word: Word
    }

    var object: CrmObject
    var statement: Statement
    /// Later ones that say more of the same set.
    var joined: [Statement] = []
    /// Where its id stands.
    var place: Word
    var members: [Reference] = []
    var references: [Reference] = []
    /// For `monitor`: the primitive whose operation this is; then `object` is only its shell.
    var owner: Reference?
}
