using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>What holds for whatever was read.</summary>
internal static class ManifestPromises
{
    /// <summary>Objects are whole, findings print, and what is written is read back.</summary>
    public static void Check(ManifestSet set)
    {
        foreach (var resource in set.Resources)
            CheckObject(resource);
        foreach (var finding in set.Findings)
            Check(finding);

        CheckWritten(set.Resources, "JSON", ManifestWriter.WriteJson);
        CheckWritten(set.Resources, "YAML", ManifestWriter.WriteYaml);
    }

    /// <summary>A finding is one line that a terminal can show.</summary>
    public static void Check(Finding finding)
    {
        var prints = finding.Message.All(PrintableText.IsPrintable);
        Promise.That(prints && finding.Message.Length > 0, $"{finding.Id} does not print: {finding.Message}");
        Promise.That(finding.Message.Length < 4096, $"{finding.Id} has {finding.Message.Length} characters");
    }

    /// <summary>Whether two resources are the same object with the same content.</summary>
    public static bool IsSame(Resource one, Resource other) =>
        one.Id == other.Id
        && one.ApiVersion == other.ApiVersion
        && (one.Json.Span.SequenceEqual(other.Json.Span) || HasSameContent(one, other));

    private static bool HasSameContent(Resource one, Resource other) =>
        JsonElement.DeepEquals(one.At("")!.Value, other.At("")!.Value);

    private static void CheckObject(Resource resource)
    {
        var again = Resource.Parse(resource.Json);
        var id = again.Id.Namespace is null ? again.Id : resource.Id;
        Promise.That(again.Id.Kind == resource.Id.Kind, $"{resource} is read as {again}");
        Promise.That(id.Name == resource.Id.Name, $"{resource} is read as {again}");
        Promise.That(again.ApiVersion == resource.ApiVersion, $"{resource} has the apiVersion {again.ApiVersion}");
    }

    private static void CheckWritten(
        IReadOnlyList<Resource> resources,
        string form,
        Action<IEnumerable<Resource>, Stream> write
    )
    {
        using var stream = new MemoryStream();
        write(resources, stream);
        var again = new ManifestReader().Read(stream.ToArray(), "again");
        var findings = string.Join("; ", again.Findings.Select(finding => finding.Message));

        Promise.That(findings.Length == 0, $"written as {form}: {findings}\n{Text(stream)}");
        Promise.That(again.Resources.Count == resources.Count, $"written as {form}: {again.Resources.Count} objects");
        foreach (var (before, after) in resources.Zip(again.Resources))
            Promise.That(IsSame(before, after), $"written as {form}, {before} is another\n{Text(stream)}");
    }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());
}
