namespace KubeVirt.Backup.Restore;

/// <summary>Adds the policies that follow a <see cref="NameMap"/>.</summary>
public static class NamingPolicyExtensions
{
    /// <inheritdoc cref="Restore.WarnOfSelectedCopies(bool)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder WarnOfSelectedCopies(this RestorePolicyBuilder builder, bool isError = false) =>
        builder.AddPolicy(new WarnOfSelectedCopies(isError));

    /// <inheritdoc cref="Restore.SharedBelongings(bool)"/>
    /// <returns>The same builder.</returns>
    public static RestorePolicyBuilder SharedBelongings(this RestorePolicyBuilder builder, bool refuse = false) =>
        builder.AddPolicy(new SharedBelongings(refuse));

    /// <summary>
    /// Gives objects their new names and rewrites all references to them: names and namespaces, storage classes and
    /// networks, each under its own policy name.
    /// </summary>
    /// <param name="builder">The builder, to whose end the policies are added.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// Five steps: <c>map-names</c>, <c>map-storage-classes</c>, <c>map-networks</c>, <c>map-references</c> and
    /// <c>map-name-texts</c>. References are found by the places that they have in the backup, so policies that remove items of lists come
    /// after it.
    /// </remarks>
    public static RestorePolicyBuilder MapNames(this RestorePolicyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder
            .Add(new MapNames())
            .Add(new MapReferences("map-storage-classes", kind => kind == Kinds.StorageClass))
            .Add(new MapReferences("map-networks", kind => kind == Kinds.NetworkAttachmentDefinition))
            .Add(
                new MapReferences("map-references", kind =>
                    kind != Kinds.StorageClass && kind != Kinds.NetworkAttachmentDefinition
                )
            )
            .Add(new MapNameTexts());
    }
}
