using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Findings;
using Shouldly;

namespace KubeVirt.Backup.Manifests;

/// <summary>Short ways to read in tests.</summary>
internal static class Manifest
{
    public const string Head = "apiVersion: x.io/v1\nkind: Foo\nmetadata: {name: a}\n";

    public static ManifestSet Read(string text, ManifestOptions? options = null) =>
        new ManifestReader(options).Read(Encoding.UTF8.GetBytes(text), "shop.yaml");

    public static string Json(this Resource resource) => Encoding.UTF8.GetString(resource.Json.Span);

    /// <summary>The JSON spelling of v in a document that is fine otherwise.</summary>
    public static string Value(string yaml)
    {
        var set = Read(Head + yaml + "\n");
        set.Findings.ShouldBeEmpty();
        return set.Resources.ShouldHaveSingleItem().At("/v")!.Value.GetRawText();
    }

    public static Finding OnlyFinding(this ManifestSet set, string id)
    {
        var finding = set.Findings.ShouldHaveSingleItem();
        finding.Id.ShouldBe(id);
        return finding;
    }

    public static string[] Names(this ManifestSet set) => [.. set.Resources.Select(resource => resource.Id.Name)];

    public static JsonElement Parse(string json) => JsonElement.Parse(json);
}
