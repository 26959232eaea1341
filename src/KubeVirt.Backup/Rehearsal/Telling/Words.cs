using System.Globalization;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The words that stand for UIDs and generated letters when a rehearsal is told.</summary>
internal static class Words
{
    /// <summary>
    /// <c>{uid:Kind/name}</c> for a UID, with the namespace where it is not the first; <c>*</c> for letters, numbered
    /// where several names differ in them alone.
    /// </summary>
    public static Dictionary<string, string> Of(World world)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var first = world.Target.Namespaces is [var known, ..]
            ? known
            : world.All.FirstOrDefault(one => one.Namespace is not null)?.Namespace;
        var counts = world
            .All.Where(one => Marks.EndsGenerated(one.Name))
            .GroupBy(StemOf)
            .ToDictionary(group => group.Key, group => group.Count());
        var seen = new Dictionary<(GroupKind, string?, string), int>();
        foreach (var one in world.All)
        {
            if (Marks.EndsGenerated(one.Name))
            {
                var stem = StemOf(one);
                var number = seen[stem] = seen.GetValueOrDefault(stem) + 1;
                var letters = one.Name[stem.Item3.Length..];
                words[letters] = counts[stem] == 1 ? "*" : $"*{number.ToString(CultureInfo.InvariantCulture)}";
            }

            var place = one.Namespace is null || one.Namespace == first ? "" : $"{one.Namespace}/";
            words[one.Uid] = $"{{uid:{one.Kind.Kind}/{place}{Marks.Replace(one.Name, words)}}}";
        }

        return words;
    }

    /// <summary>Says which objects nobody could read; <see langword="null"/> where there is none.</summary>
    public static string? OfUnread(World world) =>
        world.Target.Unread is [var first, ..] unread
            ? $"Whether {first}{(unread.Count > 1 ? " and others are" : " is")} there is not known."
            : null;

    private static (GroupKind, string?, string) StemOf(WorldObject one) =>
        (one.Kind, one.Namespace, Marks.Stem(one.Name));
}
