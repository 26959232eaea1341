namespace KubeVirt.Backup.Graph;

/// <summary>How a reference is written down, and so how it is rewritten when its target is renamed.</summary>
public enum ReferenceForm
{
    /// <summary>The pointer leads to the name; the namespace is that of the object which holds it.</summary>
    Name,

    /// <summary>The pointer leads to the name; a sibling <c>namespace</c> may name another namespace.</summary>
    NameBesideNamespace,

    /// <summary>The pointer leads to one text, <c>name</c> or <c>namespace/name</c>.</summary>
    NamespaceSlashName,

    /// <summary>
    /// The pointer leads to a text that is JSON itself; <see cref="Reference.Inside"/> leads on to the name. The
    /// namespace is that of the object which holds it.
    /// </summary>
    EmbeddedJson,

    /// <summary>
    /// The pointer leads to a text that chooses networks, as multus reads it: names divided by commas, or JSON;
    /// <see cref="Reference.Inside"/> leads on to the choice. It may name another namespace.
    /// </summary>
    NetworkSelection,

    /// <summary>
    /// The name is nowhere written down as such: the target was found by a label, an owner or a rule.
    /// </summary>
    Derived,
}
