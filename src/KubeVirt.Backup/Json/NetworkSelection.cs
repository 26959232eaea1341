using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Reads and changes a text that selects networks for a pod: <c>name</c>, <c>namespace/name</c> or
/// <c>name@interface</c>, divided by commas, or a list in JSON.
/// </summary>
/// <remarks>
/// Source: Network Plumbing Working Group, multi-network specification 1.3, 4.1; multus-cni pkg/k8sclient/k8sclient.go,
/// parsePodNetworkAnnotation, which recognizes JSON by its characters.
/// </remarks>
internal static class NetworkSelection
{
    // A pod has a few. Each is looked for in the text, so that without a bound one annotation would cost minutes.
    private const int MaxSelections = 256;

    private static readonly PathTable Members = new([("/*/name", FieldType.Text), ("/*/namespace", FieldType.Text)]);

    /// <summary>
    /// The networks that are selected, as <c>name</c> or <c>namespace/name</c>, each with the pointer to its place in
    /// the list (<c>/0</c>). For JSON that cannot be read, what is wrong with it.
    /// </summary>
    public static (IReadOnlyList<(string Pointer, string Text)> Texts, string? Problem) Read(string text)
    {
        var selections = IsJson(text) ? text.AsSpan().Count('{') : text.AsSpan().Count(',') + 1;
        if (selections > MaxSelections)
            return ([], $"a list of more than {MaxSelections} networks, which no pod has");
        if (!IsJson(text))
            return (ReadNames(text), null);

        var (members, problem) = EmbeddedJson.Read(text, Members);
        var byPointer = members.ToDictionary(member => member.Pointer, member => member.Text, StringComparer.Ordinal);

        var selected = new List<(string Pointer, string Text)>();
        foreach (var (pointer, name) in members)
        {
            if (!pointer.EndsWith("/name", StringComparison.Ordinal))
                continue;

            var place = JsonPointer.Parent(pointer);
            var namespaceName = byPointer.GetValueOrDefault(place + "/namespace");
            selected.Add((place, string.IsNullOrEmpty(namespaceName) ? name : $"{namespaceName}/{name}"));
        }

        return (selected, problem);
    }

    /// <summary>
    /// The text with another network selected at one place, and all else as it was. <see langword="null"/> where the
    /// text does not select the current network there.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The pointer to the place in the list.</param>
    /// <param name="current">The network that is selected there.</param>
    /// <param name="replacement">The network to select.</param>
    /// <param name="needsNamespace">Whether the namespace must be written even if it was not before.</param>
    public static string? Replace(
        string text,
        string place,
        (string Namespace, string Name) current,
        (string Namespace, string Name) replacement,
        bool needsNamespace
    )
    {
        var written = Read(text).Texts.FirstOrDefault(selected => selected.Pointer == place).Text;
        if (written != current.Name && written != $"{current.Namespace}/{current.Name}")
            return null;

        var hasNamespace = written.Contains('/', StringComparison.Ordinal);
        if (!IsJson(text))
        {
            var name =
                hasNamespace || needsNamespace ? $"{replacement.Namespace}/{replacement.Name}" : replacement.Name;
            return ReplaceName(text, IndexOf(place), written, name);
        }

        var renamed = EmbeddedJson.Replace(text, place + "/name", current.Name, replacement.Name)!;
        if (hasNamespace)
            return EmbeddedJson.Replace(renamed, place + "/namespace", current.Namespace, replacement.Namespace);

        return needsNamespace ? AddNamespace(renamed, place, replacement.Namespace) : renamed;
    }

    /// <summary>The networks of a text that is not JSON: names divided by commas.</summary>
    private static List<(string Pointer, string Text)> ReadNames(string text)
    {
        var names = new List<(string Pointer, string Text)>();
        foreach (var item in text.Split(','))
        {
            // What follows the @ names the interface in the pod.
            var name = item.Split('@')[0].Trim();
            names.Add(($"/{names.Count.ToString(CultureInfo.InvariantCulture)}", name));
        }

        return names;
    }

    /// <summary>Replaces one name in a text that is not JSON. Blanks and the interface stay.</summary>
    private static string ReplaceName(string text, int index, string written, string name)
    {
        var items = text.Split(',');
        var item = items[index];
        var start = item.IndexOf(written, StringComparison.Ordinal);
        items[index] = item[..start] + name + item[(start + written.Length)..];

        return string.Join(',', items);
    }

    /// <summary>Adds a namespace to one item of a list in JSON. White space between its tokens is not kept.</summary>
    private static string AddNamespace(string json, string place, string namespaceName)
    {
        var list = JsonNode.Parse(json)!.AsArray();
        list[IndexOf(place)]!["namespace"] = namespaceName;

        return NodeValue.ToText(list);
    }

    private static int IndexOf(string place) => int.Parse(place[1..], CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether the text is JSON, by the characters that Multus looks for. No name of a network has one of them.
    /// </summary>
    private static bool IsJson(string text) => text.AsSpan().ContainsAny("[{\"");
}
