namespace KubeVirt.Backup.Manifests;

/// <summary>Where something stands in the input. Document and line count from 1.</summary>
internal readonly record struct Location(string File, int Document, int Line)
{
    public override string ToString() => $"{File}, document {Document}, line {Line}";
}
