using System.ComponentModel;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>A label selector in the syntax of Kubernetes: all of its requirements must hold. Immutable.</summary>
/// <remarks>Source: Kubernetes apimachinery pkg/labels/selector.go.</remarks>
[TypeConverter(typeof(LabelSelectorConverter))]
public sealed class LabelSelector
{
    private LabelSelector(IReadOnlyList<LabelRequirement> requirements) => Requirements = requirements;

    /// <summary>What must hold; empty in a selector that takes everything.</summary>
    public IReadOnlyList<LabelRequirement> Requirements { get; }

    /// <summary>
    /// Reads a selector such as <c>app in (web,db),tier!=test,!legacy</c>. The empty text takes everything.
    /// </summary>
    /// <param name="text">The selector, as <c>kubectl get -l</c> takes it.</param>
    /// <exception cref="SelectorException">The text does not parse.</exception>
    public static LabelSelector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return new LabelSelector(LabelSelectorParser.Parse(text));
    }

    /// <summary>Whether the labels of an object meet all requirements.</summary>
    /// <param name="resource">The object. One without labels meets <c>!key</c> and <c>key!=a</c>.</param>
    public bool Matches(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        foreach (var requirement in Requirements)
        {
            if (!requirement.Matches(ResourceMetadata.Label(resource, requirement.Key)))
                return false;
        }

        return true;
    }

    /// <summary>The text form that Kubernetes reads.</summary>
    public override string ToString() => string.Join(',', Requirements);
}
