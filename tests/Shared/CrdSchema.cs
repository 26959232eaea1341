using System.Text.Json;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The OpenAPI schemas of a CustomResourceDefinition, one for each served version.</summary>
internal sealed class CrdSchema
{
    private const string Unknown = "x-kubernetes-preserve-unknown-fields";
    private readonly List<(string Version, JsonElement Root)> _versions = [];

    private CrdSchema(JsonElement spec)
    {
        Kind = new GroupKind(
            spec.GetProperty("group").GetString()!,
            spec.GetProperty("names").GetProperty("kind").GetString()!
        );
        var names = spec.GetProperty("names");
        Plural = names.GetProperty("plural").GetString()!;
        Names =
        [
            Kind.Kind,
            names.GetProperty("singular").GetString()!,
            .. names.TryGetProperty("shortNames", out var others)
                ? others.EnumerateArray().Select(name => name.GetString()!)
                : [],
        ];
        foreach (
            var version in spec.GetProperty("versions")
                .EnumerateArray()
                .Where(version => version.GetProperty("served").GetBoolean())
        )
            _versions.Add(
                (version.GetProperty("name").GetString()!, version.GetProperty("schema").GetProperty("openAPIV3Schema"))
            );
    }

    public GroupKind Kind { get; }

    public string Plural { get; }

    /// <summary>What the kind is called besides its plural.</summary>
    public IReadOnlyList<string> Names { get; }

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
        return [.. set.Resources.Where(resource => resource.Id.Kind.Kind == "CustomResourceDefinition").Select(Read)];
    }

    /// <summary>
    /// What is wrong with a path, for each version in which something is; empty where it leads to a field of that type.
    /// </summary>
    public IEnumerable<string> Problems(string path, string type)
    {
        foreach (var (version, root) in _versions)
        {
            if (Problem(root, path, type) is { } problem)
                yield return $"{Kind} {version} {path}: {problem}";
        }
    }

    /// <summary>
    /// What an API server would refuse of an object; empty where it takes it, or does not serve its version.
    /// </summary>
    public IEnumerable<string> Violations(Resource resource)
    {
        using var document = JsonDocument.Parse(resource.Json, new JsonDocumentOptions { MaxDepth = 256 });
        var version = resource.ApiVersion[(resource.ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return
        [
            .. _versions
                .Where(known => known.Version == version)
                .SelectMany(known => SchemaCheck.Violations(known.Root, document.RootElement))
                .Select(problem => $"{resource.Id} {problem}"),
        ];
    }

    /// <summary>
    /// Every text that objects of this kind can hold, as a path whose <c>*</c> stands for an item or a member of any
    /// name.
    /// </summary>
    public IReadOnlyCollection<string> Texts()
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<(string Path, JsonElement Schema)>(_versions.Select(version => ("", version.Root)));
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

    private static CrdSchema Read(Resource resource)
    {
        using var document = JsonDocument.Parse(resource.Json, new JsonDocumentOptions { MaxDepth = 256 });
        return new CrdSchema(document.RootElement.GetProperty("spec").Clone());
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
