using KubeVirt.Backup.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Manifests;

/// <summary>Checks the tags of a manifest. Kubectl accepts those of the YAML standard and refuses all others.</summary>
internal static class YamlTags
{
    private const string Prefix = "tag:yaml.org,2002:";

    /// <summary>The tag without its prefix: empty where there is none, <c>str</c> for the bare <c>!</c>.</summary>
    public static string NameOf(TagName tag)
    {
        if (tag.IsEmpty)
            return "";
        if (tag.IsNonSpecific)
            return "str";

        return tag.Value.StartsWith(Prefix, StringComparison.Ordinal) ? tag.Value[Prefix.Length..] : tag.Value;
    }

    /// <exception cref="YamlRefusedException">The tag is not one of a mapping.</exception>
    public static void CheckMapping(TagName tag) => Check(tag, "map");

    /// <exception cref="YamlRefusedException">The tag is not one of a list.</exception>
    public static void CheckSequence(TagName tag) => Check(tag, "seq");

    /// <summary>
    /// Whether a key merges other mappings into its own: <c>&lt;&lt;</c>, neither quoted nor tagged as text.
    /// </summary>
    public static bool IsMerge(Scalar key)
    {
        if (key.Value != "<<")
            return false;

        return key.Tag.IsEmpty ? key.Style == ScalarStyle.Plain : NameOf(key.Tag) == "merge";
    }

    /// <summary>The exception for a tag that Kubernetes does not know.</summary>
    public static YamlRefusedException Unknown() =>
        new(
            FindingIds.UnreadableManifest,
            "a value begins with ! and its tag is unknown to Kubernetes. Put the value in quotes, or remove the tag."
        );

    /// <summary>Accepts no tag, the bare <c>!</c> and one tag of the standard.</summary>
    private static void Check(TagName tag, string allowed)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && NameOf(tag) != allowed)
            throw Unknown();
    }
}
