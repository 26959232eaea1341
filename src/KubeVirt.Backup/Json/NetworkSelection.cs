using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Reads and changes a text that chooses networks for a pod: <c>name</c>, <c>namespace/name</c> or
/// <c>name@interface</c>, divided by commas, or a list in JSON.
/// </summary>
/// <remarks>
/// Source: Network Plumbing Working Group, multi-network specification 1.3, 4.1; multus-cni pkg/k8sclient/k8sclient.go,
/// parsePodNetworkAnnotation, which tells JSON by its characters.
/// </remarks>
internal static class NetworkSelection
{
    private static readonly PathTable Members = new([("/*/name", FieldType.Text), ("/*/namespace", FieldType.Text)]);

    /// <summary>
    /// What is chosen, as <c>name</c> or <c>namespace/name</c>, each with its place in the list; what is wrong with the
    /// whole otherwise.
    /// </summary>
    public static (IReadOnlyList<(string Pointer, string Text)> Texts, string? Problem) Read(string text)
    {
        if (!IsJson(text))
            return ([.. text.Split(',').Index().Select(item => ($"/{item.Index}", Name(item.Item)))], null);
        var (members, problem) = EmbeddedJson.Read(text, Members);
        var byPointer = members.ToDictionary(member => member.Pointer, member => member.Text, StringComparer.Ordinal);
        return (
            [
                .. from member in members
                let place = JsonPointer.Parent(member.Pointer)
                where member.Pointer.EndsWith("/name", StringComparison.Ordinal)
                select (
                    place,
                    byPointer.GetValueOrDefault(place + "/namespace") is { Length: > 0 } ns
                        ? $"{ns}/{member.Text}"
                        : member.Text
                ),
            ],
            problem
        );
    }

    /// <summary>
    /// The text with another choice at a place, and all else as it was; <see langword="null"/> where another one stands
    /// there.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The place in the list.</param>
    /// <param name="now">What is chosen there.</param>
    /// <param name="then">What is to be.</param>
    /// <param name="saysNamespace">Whether the namespace must be written, too.</param>
    public static string? Replace(
        string text,
        string place,
        (string Namespace, string Name) now,
        (string Namespace, string Name) then,
        bool saysNamespace
    )
    {
        var written = Read(text).Texts.FirstOrDefault(choice => choice.Pointer == place).Text;
        if (written != now.Name && written != $"{now.Namespace}/{now.Name}")
            return null;
        var hasNamespace = written.Contains('/', StringComparison.Ordinal);
        if (!IsJson(text))
        {
            var items = text.Split(',');
            var index = int.Parse(place[1..], System.Globalization.CultureInfo.InvariantCulture);
            var at = items[index].IndexOf(written, StringComparison.Ordinal);
            items[index] = string.Concat(
                items[index].AsSpan(0, at),
                hasNamespace || saysNamespace ? $"{then.Namespace}/{then.Name}" : then.Name,
                items[index].AsSpan(at + written.Length)
            );
            return string.Join(',', items);
        }

        var renamed = EmbeddedJson.Replace(text, place + "/name", now.Name, then.Name)!;
        if (hasNamespace)
            return EmbeddedJson.Replace(renamed, place + "/namespace", now.Namespace, then.Namespace);
        return saysNamespace ? WithNamespace(renamed, place, then.Namespace) : renamed;
    }

    private static string WithNamespace(string json, string place, string ns)
    {
        var list = JsonNode.Parse(json)!.AsArray();
        list[int.Parse(place[1..], System.Globalization.CultureInfo.InvariantCulture)]!["namespace"] = ns;
        return NodeValue.ToText(list);
    }

    private static bool IsJson(string text) => text.AsSpan().ContainsAny("[{\"");

    private static string Name(string item) => item.Split('@')[0].Trim();
}
