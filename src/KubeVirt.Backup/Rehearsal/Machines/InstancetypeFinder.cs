using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>Finds what a machine's matcher names: a revision if it is known, the live object otherwise.</summary>
/// <remarks>Source: KubeVirt pkg/instancetype/find/revision.go and spec.go, pkg/instancetype/compatibility.</remarks>
internal sealed class InstancetypeFinder(World world, WorldObject machine, Matcher matcher)
{
    private const string Decodable = "instancetype.kubevirt.io/v1beta1";

    private string? Named => machine.Text($"{matcher.SpecAt}/name");

    /// <param name="content">Its spec.</param>
    /// <returns>Why it is not found, with the very message; <see langword="null"/> where it is.</returns>
    public string? Find(out JsonObject? content)
    {
        content = null;
        if (machine.Text($"{matcher.SpecAt}/revisionName") is { Length: > 0 } given)
            return FromRevision(given, out content);

        if (machine.Text($"{matcher.StatusAt}/controllerRevisionRef/name") is { Length: > 0 } stored)
        {
            var revision = world.Find(Kinds.ControllerRevision, machine.Namespace, stored);
            if (revision is null)
                return Verdict.Absent(Kinds.ControllerRevision, stored);
            if (revision.Label(StoredRevision.NameLabel) == Named)
                return Decode(revision, out content);
        }

        return FromLive(out content);
    }

    private string? FromRevision(string name, out JsonObject? content)
    {
        content = null;
        return world.Find(Kinds.ControllerRevision, machine.Namespace, name) is { } revision
            ? Decode(revision, out content)
            : Verdict.Absent(Kinds.ControllerRevision, name);
    }

    /// <summary>The object as it is now.</summary>
    private string? FromLive(out JsonObject? content)
    {
        content = null;
        var text = machine.Text($"{matcher.SpecAt}/kind");
        if (matcher.KindOf(text) is not { } kind)
            return $"got unexpected kind in {matcher.Word}: {text}";

        var place = kind == matcher.ClusterKind ? null : machine.Namespace;
        if (world.Find(kind, place, Named) is not { } live)
            return Verdict.Absent(kind, Named ?? "");

        content = live.At("/spec") as JsonObject;
        return null;
    }

    /// <summary>Only content of today's version can be read.</summary>
    private static string? Decode(WorldObject revision, out JsonObject? content)
    {
        content = revision.At("/data/spec") as JsonObject;
        var apiVersion = revision.Text("/data/apiVersion");
        if (apiVersion == Decodable)
            return null;

        return "failed to decode object in ControllerRevision: "
            + $"no kind \"{revision.Text("/data/kind")}\" is registered for version \"{apiVersion}\" "
            + "in scheme \"pkg/runtime/scheme.go:110\"";
    }
}
