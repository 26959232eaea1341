using KubeVirt.Backup.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Turns the parser events of one YAML document into JSON text, without a tree and without recursion.
/// </summary>
/// <param name="options">The limits of nesting and size.</param>
/// <param name="lines">Takes the line of each key and item.</param>
/// <remarks>
/// An anchor keeps the JSON of its node and an alias copies it, so the cost of aliases is bounded by the size of what
/// is copied. Merge keys are resolved when their mapping ends.
/// </remarks>
internal sealed class YamlConverter(ManifestOptions options, YamlLines lines)
{
    // Lists around an object do not count as its nesting. The exact limit is checked by the scanner of the JSON.
    private const int RoomForLists = 64;

    private readonly Utf8Buffer _json = new(options.MaxBytes);
    private readonly Dictionary<string, byte[]> _anchors = new(StringComparer.Ordinal);
    private readonly Stack<YamlFrame> _frames = new();
    private long _copied;

    /// <summary>The document as JSON; empty before the first event.</summary>
    public byte[] ToJson() => _json.Written.ToArray();

    /// <summary>Adds the next event of the document.</summary>
    /// <exception cref="YamlRefusedException">The document cannot become JSON.</exception>
    public void Add(ParsingEvent node)
    {
        switch (node)
        {
            case MappingStart mapping:
                YamlTags.CheckMapping(mapping.Tag);
                Open(mapping, isMapping: true);
                break;
            case SequenceStart sequence:
                YamlTags.CheckSequence(sequence.Tag);
                Open(sequence, isMapping: false);
                break;
            case MappingEnd or SequenceEnd:
                Close();
                break;
            case Scalar scalar when IsKeyNext:
                AddKey(scalar);
                break;
            case Scalar scalar:
                AddScalar(scalar);
                break;
            case AnchorAlias alias:
                AddAlias(alias);
                break;
        }
    }

    /// <summary>Whether the innermost open node is a mapping in which a key comes next.</summary>
    private bool IsKeyNext => _frames.TryPeek(out var frame) && frame.IsMapping && !frame.HasKey;

    /// <summary>Opens a mapping or a list.</summary>
    private void Open(NodeEvent node, bool isMapping)
    {
        if (IsKeyNext)
        {
            throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                "a mapping or list stands as a key, and JSON has no such keys. Use a plain key."
            );
        }

        if (_frames.Count >= options.MaxDepth + RoomForLists)
        {
            throw new YamlRefusedException(
                FindingIds.DocumentTooLarge,
                $"the nesting is deeper than {options.MaxDepth} levels. Make it flatter, or remove the object."
            );
        }

        BeginValue(node);
        _frames.Push(new YamlFrame(isMapping, _json.Length, NameOf(node.Anchor)));
        _json.Append(isMapping ? (byte)'{' : (byte)'[');
    }

    /// <summary>Closes the innermost mapping or list, and resolves the merge keys of a mapping.</summary>
    private void Close()
    {
        var frame = _frames.Pop();
        _json.Append(frame.IsMapping ? (byte)'}' : (byte)']');

        if (frame.Merges is not null)
        {
            var merged = MergeKeys.Resolve(_json[frame.Start..].ToArray(), frame.Merges);
            _json.Truncate(frame.Start);
            lines.RemoveBehind(frame.Start);
            _json.Append(merged);
        }

        EndValue(frame.Anchor, frame.Start);
    }

    /// <summary>Adds a value that is no mapping and no list.</summary>
    private void AddScalar(Scalar scalar)
    {
        BeginValue(scalar);
        var start = _json.Length;
        YamlScalars.Resolve(scalar).AppendTo(_json);
        EndValue(NameOf(scalar.Anchor), start);
    }

    /// <summary>Copies the JSON of an anchor, or uses it as a key.</summary>
    private void AddAlias(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var json))
        {
            throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                "a value begins with * and names no anchor before it. Put the value in quotes, or add the anchor."
            );
        }

        if (IsKeyNext)
        {
            BeginKey(alias.Start.Line);
            AppendKey(YamlKeys.FromJson(json));
            return;
        }

        BeginValue(alias);
        CountCopied(json.Length);
        _json.Append(json);
        EndValue(null, 0);
    }

    /// <summary>Adds a key. A key can have an anchor of its own, and be the merge key.</summary>
    private void AddKey(Scalar scalar)
    {
        var frame = _frames.Peek();
        BeginKey(scalar.Start.Line);
        if (YamlTags.IsMerge(scalar))
            (frame.Merges ??= []).Add(_json.Length - frame.Start);

        var value = YamlScalars.Resolve(scalar);
        if (NameOf(scalar.Anchor) is { } anchor)
        {
            // The anchor keeps the value with its type, while the key becomes a string.
            var start = _json.Length;
            value.AppendTo(_json);
            KeepAnchor(anchor, start);
            _json.Truncate(start);
        }

        AppendKey(YamlKeys.From(value));
    }

    /// <summary>Writes the comma before a key and marks its line.</summary>
    private void BeginKey(long line)
    {
        var frame = _frames.Peek();
        if (frame.Count > 0)
            _json.Append((byte)',');

        frame.Count++;
        frame.HasKey = true;
        lines.Mark(_json.Length, line);
    }

    private void AppendKey(string key)
    {
        _json.AppendString(key);
        _json.Append((byte)':');
    }

    /// <summary>Writes the comma before an item of a list and marks its line.</summary>
    private void BeginValue(ParsingEvent node)
    {
        var hasParent = _frames.TryPeek(out var parent);
        // In a mapping, the key before the value has written the comma and marked the line.
        if (hasParent && parent!.IsMapping)
            return;

        if (hasParent)
        {
            if (parent!.Count > 0)
                _json.Append((byte)',');
            parent.Count++;
        }

        lines.Mark(_json.Length, node.Start.Line);
    }

    /// <summary>Keeps the JSON of a value that has an anchor, and expects a key next in a mapping.</summary>
    private void EndValue(string? anchor, int start)
    {
        if (anchor is not null)
            KeepAnchor(anchor, start);
        if (_frames.TryPeek(out var parent))
            parent.HasKey = false;
    }

    /// <summary>
    /// Keeps the JSON since an offset. An anchor that is given again replaces the first one, as YAML wants it.
    /// </summary>
    private void KeepAnchor(string anchor, int start)
    {
        CountCopied(_json.Length - start);
        _anchors[anchor] = _json[start..].ToArray();
    }

    /// <summary>
    /// Counts all that anchors keep and aliases copy, also what merge keys remove again. This bounds time and memory.
    /// </summary>
    private void CountCopied(int bytes)
    {
        _copied += bytes;
        if (_copied <= options.MaxBytes)
            return;

        throw new YamlRefusedException(
            FindingIds.DocumentTooLarge,
            $"the aliases expand to more than {options.MaxBytes} bytes. Use fewer aliases, or raise MaxBytes."
        );
    }

    private static string? NameOf(AnchorName anchor) => anchor.IsEmpty ? null : anchor.Value;
}
