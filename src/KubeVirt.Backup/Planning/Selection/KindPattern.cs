using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Names kinds as a command line does: <c>VirtualMachine</c>, <c>virtualmachines</c>, <c>vm</c>, each also with its
/// group (<c>vm.kubevirt.io</c>, <c>virtualmachines.v1.kubevirt.io</c>), <c>*.kubevirt.io</c> for a whole group and
/// <c>*</c> for all. Letters may be of either case; without a group a name is meant in every group.
/// </summary>
public sealed partial record KindPattern
{
    private readonly string _name;
    private readonly string? _group;
    private readonly string? _groupOfVersion;

    private KindPattern(string name, string? group, string? groupOfVersion)
    {
        _name = name;
        _group = group;
        _groupOfVersion = groupOfVersion;
    }

    /// <summary>Reads a pattern. Whether there is such a kind is not checked.</summary>
    /// <param name="text">The pattern, such as <c>vm</c> or <c>*.kubevirt.io</c>.</param>
    /// <exception cref="SelectorException">The text can name no kind.</exception>
    public static KindPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Form().Match(text);
        if (!match.Success)
            throw new SelectorException(
                text,
                0,
                "a kind such as vm, virtualmachines, VirtualMachine.kubevirt.io, *.kubevirt.io or *"
            );

        return new KindPattern(match.Groups["name"].Value, Text(match, "group"), Text(match, "groupOfVersion"));
    }

    /// <summary>Whether it names a kind. Short names and plurals are known for the kinds of the platform.</summary>
    /// <param name="kind">Any kind.</param>
    public bool Matches(GroupKind kind) =>
        (_group is null || IsGroup(_group, kind) || IsGroup(_groupOfVersion, kind))
        && (_name == "*" || KindNames.IsCalled(kind, _name));

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _group is null ? _name : $"{_name}.{_group}";

    private static bool IsGroup(string? group, GroupKind kind) =>
        string.Equals(group, kind.Group, StringComparison.OrdinalIgnoreCase);

    private static string? Text(Match match, string part) =>
        match.Groups[part] is { Success: true } found ? found.Value : null;

    // What begins like a version may belong to the group, as kubectl has it, too: both are meant.
    [GeneratedRegex(
        """
            \A (?<name> \* | [A-Za-z][-A-Za-z0-9]* )
            ( \. (?<group>
                ( v[0-9]+ ((alpha|beta)[0-9]+)? \. (?= (?<groupOfVersion> .+ ) ) )?
                [A-Za-z0-9] ([-A-Za-z0-9.]*[A-Za-z0-9])?
            ) )? \z
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Form();
}
