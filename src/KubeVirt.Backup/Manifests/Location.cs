namespace KubeVirt.Backup.Manifests;

/// <summary>Where something stands in the input, for the messages of findings.</summary>
/// <param name="File">The file's name, as the caller gave it.</param>
/// <param name="Document">The number of the document in the file, counted from 1.</param>
/// <param name="Line">The line in the file, counted from 1.</param>
internal readonly record struct Location(string File, int Document, int Line)
{
    public override string ToString() => $"{File}, document {Document}, line {Line}";
}
