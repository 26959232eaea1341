namespace KubeVirt.Backup.Graph;

/// <summary>How a reference is written down, and so how it is rewritten when its target is renamed.</summary>
public enum ReferenceForm
{
    /// <summary>The pointer leads to the name. The namespace is that of the object which holds the reference.</summary>
    Name,

    /// <summary>The pointer leads to the name. A sibling <c>namespace</c> can name another namespace.</summary>
    NameBesideNamespace,

    /// <summary>The pointer leads to one text, <c>name</c> or <c>namespace/name</c>.</summary>
    NamespaceSlashName,

    /// <summary>
    /// The pointer leads to a text that is JSON itself, as in some annotations. <see cref="Reference.Inside"/> leads on
    /// to the name. The namespace is that of the object which holds the reference.
    /// </summary>
    EmbeddedJson,

    /// <summary>
    /// The pointer leads to a text that selects networks, as Multus reads it: names divided by commas, or JSON.
    /// <see cref="Reference.Inside"/> leads on to the selection, which can name another namespace.
    /// </summary>
    NetworkSelection,

    /// <summary>
    /// The name is nowhere written down as such: the target is found by a label, an owner or a naming rule.
    /// </summary>
    Derived,
}
