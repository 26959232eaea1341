namespace KubeVirt.Backup.Graph;

/// <summary>An edge on ints. Ordered by start, pointer, end and relation.</summary>
internal readonly record struct Link(int From, int To, Reference Reference) : IComparable<Link>
{
    public int CompareTo(Link other)
    {
        var order = From.CompareTo(other.From);
        if (order == 0)
            order = string.CompareOrdinal(Reference.Path, other.Reference.Path);
        if (order == 0)
            order = To.CompareTo(other.To);
        return order != 0 ? order : Reference.Relation.CompareTo(other.Reference.Relation);
    }
}
