namespace KubeVirt.Backup.Restore;

/// <summary>The pages that list policies: first those of the presets, in their order, then all others.</summary>
internal static class PolicyPages
{
    public static string Text { get; } = Read("policies.md") + Read("more-policies.md");

    private static string Read(string page) => File.ReadAllText(Repository.PathOf("docs", "reference", page));
}
