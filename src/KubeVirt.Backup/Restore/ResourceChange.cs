using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>One change that a policy made to an object.</summary>
/// <remarks>
/// Values of a Secret are replaced by a text that says so: a change can be logged. Safe for use from several threads.
/// </remarks>
public sealed class ResourceChange
{
    // Nodes become elements only when they are read. They are copies, since a node keeps its whole tree in memory. A
    // value that stands in the original is not kept twice.
    private readonly Resource _original;
    private readonly bool _isOriginal;
    private readonly JsonNode? _before;
    private readonly JsonNode? _after;

    internal ResourceChange(
        Resource original,
        string path,
        JsonNode? before,
        bool isOriginal,
        JsonNode? after,
        string policy
    )
    {
        var isSecret = Redaction.Applies(original.Id, path);
        Path = path;
        _original = original;
        _isOriginal = isOriginal && !isSecret;
        if (isSecret)
            _before = Redaction.Of(before);
        else if (!isOriginal)
            _before = before?.DeepClone();
        _after = isSecret ? Redaction.Of(after) : after?.DeepClone();
        Policy = policy;
    }

    /// <summary>The object, by its id in the backup.</summary>
    public ResourceId Resource => _original.Id;

    /// <summary>JSON pointer (RFC 6901) of what changed, as it stood when the policy changed it.</summary>
    public string Path { get; }

    /// <summary>The value before; <see langword="null"/> where there was none.</summary>
    public JsonElement? Before => NodeValue.ToElement(BeforeNode);

    /// <summary>The value after; <see langword="null"/> where it was removed.</summary>
    public JsonElement? After => NodeValue.ToElement(_after);

    /// <summary>Whether the value was removed.</summary>
    internal bool IsRemoval => _after is null;

    /// <summary>The name of the policy that made it.</summary>
    public string Policy { get; }

    /// <summary>One line: object, pointer, before, after, policy.</summary>
    public override string ToString() =>
        $"{Resource} {Path}: {NodeValue.ToText(BeforeNode)} -> {NodeValue.ToText(_after)} [{Policy}]";

    private JsonNode? BeforeNode => _isOriginal ? NodeValue.FromElement(_original.At(Path)) : _before;
}
