using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// Whether YAML has the shape of a kubeconfig. Its representation is built and hashed by recursion, and a stack that ends
/// ends the process.
/// </summary>
internal sealed class KubeconfigShape
{
    // A kubeconfig is eight deep.
    private const int MaxDepth = 32;

    // What is open, and whether a key comes next in it.
    private readonly Stack<(bool IsMap, bool IsKeyNext)> _open = [];

    private KubeconfigShape() { }

    /// <summary>What is wrong, as a part of a sentence; <see langword="null"/> where nothing is.</summary>
    /// <param name="text">The text of the file, of anybody.</param>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static string? ProblemOf(string text)
    {
        var shape = new KubeconfigShape();
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            if (shape.Visit(parser.Current!) is { } problem)
                return problem;
        }

        return null;
    }

    /// <summary>Takes the next event; the problem, if there is one with it.</summary>
    /// <param name="current">The event.</param>
    private string? Visit(ParsingEvent current)
    {
        switch (current)
        {
            case MappingEnd or SequenceEnd:
                _open.Pop();
                return null;
            case Scalar or AnchorAlias or MappingStart or SequenceStart:
                break;
            default:
                return null;
        }

        if (_open.TryPeek(out var parent) && parent.IsMap)
        {
            // A list or map as key can hold itself.
            if (parent.IsKeyNext && current is not Scalar)
                return $"line {current.Start.Line}: a key is no text";
            _open.Pop();
            _open.Push((true, !parent.IsKeyNext));
        }

        if (current is MappingStart or SequenceStart)
            _open.Push((current is MappingStart, true));

        return _open.Count > MaxDepth ? $"it is nested deeper than {MaxDepth} levels" : null;
    }
}
