using System.Text.Json;

namespace KubeVirt.Backup.Testing.Schemas;

/// <summary>The OpenAPI schemas of a CustomResourceDefinition, one for each served version.</summary>
/// <remarks>
/// Source: Kubernetes staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/types.go.
/// </remarks>
internal sealed class CrdSchema
{
    private CrdSchema(JsonElement spec)
    {
        var names = spec.GetProperty("names");
        Kind = new GroupKind(spec.GetProperty("group").GetString()!, names.GetProperty("kind").GetString()!);
        Plural = names.GetProperty("plural").GetString()!;
        Names =
        [
            Kind.Kind,
            names.GetProperty("singular").GetString()!,
            .. names.TryGetProperty("shortNames", out var others)
                ? others.EnumerateArray().Select(name => name.GetString()!)
                : [],
        ];
        IsNamespaced = spec.TryGetProperty("scope", out var scope) && scope.GetString() == "Namespaced";
        Versions =
        [
            .. spec.GetProperty("versions")
                .EnumerateArray()
                .Where(version => version.GetProperty("served").GetBoolean())
                .Select(version =>
                    (
                        version.GetProperty("name").GetString()!,
                        version.GetProperty("schema").GetProperty("openAPIV3Schema")
                    )
                ),
        ];
    }

    /// <summary>The kind that it defines.</summary>
    public GroupKind Kind { get; }

    /// <summary>What many of it are called.</summary>
    public string Plural { get; }

    /// <summary>What the kind is called besides its plural.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether its objects are in namespaces.</summary>
    public bool IsNamespaced { get; }

    /// <summary>The served versions, each with the schema of whole objects.</summary>
    public IReadOnlyList<(string Version, JsonElement Root)> Versions { get; }

    /// <summary>Whether an object is such a definition.</summary>
    public static bool IsDefinition(Resource resource) => resource.Id.Kind.Kind == "CustomResourceDefinition";

    /// <summary>Reads a definition.</summary>
    /// <exception cref="KeyNotFoundException">The definition lacks what each must have.</exception>
    public static CrdSchema Read(Resource definition)
    {
        using var document = JsonDocument.Parse(definition.Json, new JsonDocumentOptions { MaxDepth = 256 });
        return new CrdSchema(document.RootElement.GetProperty("spec").Clone());
    }

    /// <summary>
    /// What an API server would refuse of an object; empty where it takes it, or does not serve its version.
    /// </summary>
    public IReadOnlyList<string> Violations(Resource resource)
    {
        using var document = JsonDocument.Parse(resource.Json, new JsonDocumentOptions { MaxDepth = 256 });
        var version = resource.ApiVersion[(resource.ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var schemas = Versions.Where(known => known.Version == version);
        return
        [
            .. schemas
                .SelectMany(known => SchemaCheck.Violations(known.Root, document.RootElement))
                .Select(problem => $"{resource.Id} {problem}"),
        ];
    }
}
