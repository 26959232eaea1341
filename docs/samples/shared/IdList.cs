using KubeVirt.Backup;

/// <summary>Names some objects in one line.</summary>
internal static class IdList
{
    private const int Named = 10;

    /// <summary>The ids, as far as somebody reads them.</summary>
    public static string Of(IEnumerable<ResourceId> ids)
    {
        var all = ids.ToList();
        var more = all.Count > Named ? $" and {all.Count - Named} more" : "";

        return string.Join(", ", all.Take(Named)) + more;
    }
}
