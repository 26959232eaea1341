using System.Text.Json;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Testing.Schemas;

namespace KubeVirt.Backup.Resolvers;

/// <summary>CustomResourceDefinitions of files, and what paths lead to in their schemas.</summary>
internal static class CrdSchemas
{
    private const string Unknown = "x-kubernetes-preserve-unknown-fields";

    /// <summary>
    /// Reads all definitions in a folder with the library's own reader: a definition is an object like any other.
    /// </summary>
    public static IReadOnlyDictionary<GroupKind, CrdSchema> ReadFolder(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.yaml")
            .SelectMany(file => Parse(File.ReadAllBytes(file)))
            .ToDictionary(schema => schema.Kind);

    public static IReadOnlyList<CrdSchema> Parse(byte[] yaml)
    {
        var set = new ManifestReader().Read(yaml, "crd");
        if (set.Findings.Count > 0)
            throw new InvalidOperationException(string.Join('\n', set.Findings));
        return [.. set.Resources.Where(CrdSchema.IsDefinition).Select(CrdSchema.Read)];
    }

    /// <summary>
    /// What is wrong with a path, for each version in which something is; empty where it leads to a field of that type.
    /// </summary>
    public static IEnumerable<string> Problems(this CrdSchema schema, string path, string type)
    {
        foreach (var (version, root) in schema.Versions)
        {
            if (Problem(root, path, type) is { } problem)
                yield return $"{schema.Kind} {version} {path}: {problem}";
        }
    }

    /// <summary>
    /// Every text that objects of this kind can hold, as a path whose <c>*</c> stands for an item or a member of any
    /// name.
    /// </summary>
    public static IReadOnlyCollection<string> Texts(this CrdSchema of)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<(string Path, JsonElement Schema)>(of.Versions.Select(version => ("", version.Root)));
        while (open.TryPop(out var next))
        {
            var (path, schema) = next;
            if (schema.TryGetProperty("type", out var type) && type.GetString() == "string")
                paths.Add(path);
            if (schema.TryGetProperty("properties", out var properties))
            {
                foreach (var property in properties.EnumerateObject())
                    open.Push(($"{path}/{property.Name}", property.Value));
            }

            foreach (var below in new[] { "items", "additionalProperties" })
            {
                if (schema.TryGetProperty(below, out var item) && item.ValueKind == JsonValueKind.Object)
                    open.Push((path + "/*", item));
            }
        }

        return paths;
    }

    private static string? Problem(JsonElement schema, string path, string type)
    {
        foreach (
            var token in path.Split('/')
                .Skip(1)
                .Select(token =>
                    token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
                )
        )
        {
            if (token == "*")
            {
                if (!schema.TryGetProperty("items", out schema))
                    return "not a list";
                continue;
            }

            if (
                schema.TryGetProperty("properties", out var properties)
                && properties.TryGetProperty(token, out var property)
            )
                schema = property;
            else if (schema.TryGetProperty(Unknown, out var unknown) && unknown.GetBoolean())
                return null;
            else
                return $"no field {token}";
        }

        var found = schema.TryGetProperty("type", out var written) ? written.GetString() : "nothing";
        return found == type ? null : $"{found}, not {type}";
    }
}
