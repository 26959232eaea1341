using KubeVirt.Backup.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeVirt.Backup.Manifests;

/// <summary>The tags that can stand in a manifest.</summary>
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

    public static void CheckMapping(TagName tag) => Check(tag, "map");

    public static void CheckSequence(TagName tag) => Check(tag, "seq");

    public static bool IsMerge(Scalar key) =>
        key.Value == "<<" && (key.Tag.IsEmpty ? key.Style == ScalarStyle.Plain : NameOf(key.Tag) == "merge");

    public static YamlRefusedException Unknown(string name) =>
        new(FindingIds.UnreadableManifest, $"the tag !{name} is unknown to Kubernetes. Remove it.");

    private static void Check(TagName tag, string allowed)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && NameOf(tag) != allowed)
            throw Unknown(NameOf(tag));
    }
}
