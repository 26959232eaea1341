using KubeVirt.Backup.Findings;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Turns the parser events of one YAML document into JSON text, without a tree and without recursion.
/// </summary>
/// <remarks>
/// An anchor keeps the JSON its node became and an alias copies it, so what aliases cost is bounded by the size of the
/// result. Merge keys are resolved when their mapping ends.
/// </remarks>
internal sealed class YamlConverter(ManifestOptions options, YamlLines lines)
{
    // Lists around an object do not count as its nesting; the scanner sees to the exact limit.
    private const int RoomForLists = 64;

    private readonly Utf8Buffer _json = new(options.MaxBytes);
    private readonly Dictionary<string, byte[]> _anchors = new(StringComparer.Ordinal);
    private readonly Stack<Frame> _frames = new();
    private long _copied;

    public byte[] ToJson() => _json.Written.ToArray();

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
            case Scalar scalar when IsKey:
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

    private bool IsKey => _frames.TryPeek(out var frame) && frame.IsMapping && !frame.HasKey;

    private void Open(NodeEvent node, bool isMapping)
    {
        if (IsKey)
            throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                "a mapping or list stands as a key, which JSON cannot say. Use a plain key."
            );
        if (_frames.Count >= options.MaxDepth + RoomForLists)
            throw new YamlRefusedException(
                FindingIds.DocumentTooLarge,
                $"the nesting is deeper than {options.MaxDepth}. Make it flatter, or leave the object out."
            );
        BeforeValue(node);
        _frames.Push(new Frame(isMapping, _json.Length, node.Anchor.IsEmpty ? null : node.Anchor.Value));
        _json.Append(isMapping ? (byte)'{' : (byte)'[');
    }

    private void Close()
    {
        var frame = _frames.Pop();
        _json.Append(frame.IsMapping ? (byte)'}' : (byte)']');
        if (frame.Merges is not null)
        {
            var merged = MergeKeys.Resolve(_json[frame.Start..].ToArray(), frame.Merges);
            _json.Truncate(frame.Start);
            lines.ForgetFrom(frame.Start);
            _json.Append(merged);
        }

        AfterValue(frame.Anchor, frame.Start);
    }

    private void AddScalar(Scalar scalar)
    {
        BeforeValue(scalar);
        var start = _json.Length;
        YamlScalars.Resolve(scalar).AppendTo(_json);
        AfterValue(scalar.Anchor.IsEmpty ? null : scalar.Anchor.Value, start);
    }

    private void AddAlias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var json))
            throw new YamlRefusedException(
                FindingIds.UnreadableManifest,
                $"the alias *{alias.Value.Value} has no anchor before it. Add &{alias.Value.Value}, or write the value out."
            );
        if (IsKey)
        {
            BeginKey(alias.Start.Line);
            AppendKey(YamlKeys.FromJson(json));
            return;
        }

        BeforeValue(alias);
        Count(json.Length);
        _json.Append(json);
        AfterValue(null, 0);
    }

    private void AddKey(Scalar scalar)
    {
        var frame = _frames.Peek();
        BeginKey(scalar.Start.Line);
        if (YamlTags.IsMerge(scalar))
            (frame.Merges ??= []).Add(_json.Length - frame.Start);
        var value = YamlScalars.Resolve(scalar);
        if (!scalar.Anchor.IsEmpty)
        {
            var start = _json.Length;
            value.AppendTo(_json);
            Keep(scalar.Anchor.Value, start);
            _json.Truncate(start);
        }

        AppendKey(YamlKeys.From(value));
    }

    private void BeginKey(long line)
    {
        var frame = _frames.Peek();
        if (frame.Count++ > 0)
            _json.Append((byte)',');
        lines.Mark(_json.Length, line);
        frame.HasKey = true;
    }

    private void AppendKey(string key)
    {
        _json.AppendString(key);
        _json.Append((byte)':');
    }

    private void BeforeValue(ParsingEvent node)
    {
        if (!_frames.TryPeek(out var frame) || !frame.IsMapping)
        {
            if (frame is not null && frame.Count++ > 0)
                _json.Append((byte)',');
            lines.Mark(_json.Length, node.Start.Line);
        }
    }

    private void AfterValue(string? anchor, int start)
    {
        if (anchor is not null)
            Keep(anchor, start);
        if (_frames.TryPeek(out var frame))
            frame.HasKey = false;
    }

    private void Keep(string anchor, int start)
    {
        Count(_json.Length - start);
        _anchors[anchor] = _json[start..].ToArray();
    }

    // All that anchors keep and aliases copy, also what merge keys drop again: it bounds time and memory.
    private void Count(int bytes)
    {
        _copied += bytes;
        if (_copied > options.MaxBytes)
            throw new YamlRefusedException(
                FindingIds.DocumentTooLarge,
                $"its aliases expand to more than {options.MaxBytes} bytes. Write it with fewer aliases, or raise MaxBytes."
            );
    }

    private sealed class Frame(bool isMapping, int start, string? anchor)
    {
        public bool IsMapping { get; } = isMapping;

        public int Start { get; } = start;

        public string? Anchor { get; } = anchor;

        public int Count { get; set; }

        public bool HasKey { get; set; }

        /// <summary>Where merge keys stand, from the mapping's start.</summary>
        public List<int>? Merges { get; set; }
    }
}
