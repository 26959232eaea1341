using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Testing;

/// <summary>What a resolver does with objects, realistic and odd.</summary>
internal static class ResolverLaws
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Law<ResolverTrial>> All { get; } =
    [
        new(
            "An example has a reference",
            "Add an object of the resolver's kind that refers to something.",
            HasReference
        ),
        new("The same object has the same references", "Keep no state between objects, and ask no clock.", IsPure),
        new("What others found stays", "Add to the collector, and do not clear it.", Adds),
        new("An object is left as it is", "Read the object's JSON, and do not write into its memory.", LeavesObject),
        new(
            "No odd object is too much",
            "Read each member only where it is of the type it should be.",
            SurvivesOddObjects
        ),
        new(
            "A reference says where it stands",
            "Give as Path the JSON pointer to the name, and Derived where the name is nowhere written down.",
            LeadsToName
        ),
        new("A reference says why", "Give each reference a short phrase for people.", SaysWhy),
        new(
            "No object refers to itself",
            "Leave out references whose target is the object that holds them.",
            KeepsOffItself
        ),
    ];

    private static string? HasReference(ResolverTrial trial) =>
        trial.Examples.Any(example => trial.Resolve(example).References.Count > 0)
            ? null
            : $"In {trial.Examples.Count} examples of {trial.Resolver.Kind?.ToString() ?? "any kind"} it found none.";

    private static string? IsPure(ResolverTrial trial)
    {
        foreach (var example in trial.Examples)
        {
            var first = trial.Resolve(example);
            var second = trial.Resolve(example);
            if (!first.References.SequenceEqual(second.References))
                return $"Asked twice about {example.Id}, it found {first.References.Count} references, "
                    + $"then {second.References.Count} or others.";
            if (!first.Findings.SequenceEqual(second.Findings))
                return $"Asked twice about {example.Id}, it reported other findings.";
        }

        return null;
    }

    private static string? Adds(ResolverTrial trial)
    {
        foreach (var example in trial.Examples)
        {
            var alone = trial.Resolve(example).References;
            var other = Other();
            var shared = new ReferenceCollector();
            shared.Add(other);
            trial.Resolver.Resolve(example, shared);
            if (!shared.References.SequenceEqual([other, .. alone]))
                return $"With a reference of another resolver beside them, {shared.References.Count} of {alone.Count + 1} "
                    + $"are there for {example.Id}.";
        }

        return null;
    }

    private static string? LeavesObject(ResolverTrial trial)
    {
        foreach (var example in trial.Examples)
        {
            var before = example.Json.ToArray();
            trial.Resolve(example);
            if (!example.Json.Span.SequenceEqual(before))
                return $"The JSON of {example.Id} is another after it was read.";
        }

        return null;
    }

    /// <summary>Each member in turn is absent or of a type that nobody expects.</summary>
    private static string? SurvivesOddObjects(ResolverTrial trial)
    {
        foreach (var odd in trial.Examples.SelectMany(OddObjects.Of))
        {
            try
            {
                trial.Resolve(odd.Resource);
            }
#pragma warning disable CA1031 // Whatever a resolver throws.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return $"It threw {e.GetType().Name} for {odd.Resource.Id} where {odd.What}: {e.Message}";
            }
        }

        return null;
    }

    /// <summary>A restore that renames the target writes the new name there.</summary>
    private static string? LeadsToName(ResolverTrial trial) =>
        trial.FirstWrong(
            (example, reference) =>
            {
                if (reference.Path.Length > 0 && reference.Path[0] != '/')
                    return $"{ResolverTrial.Name(example, reference)}, and that is no JSON pointer.";
                if (reference.Form == ReferenceForm.Derived || reference.Target.Mode != TargetMode.Name)
                    return null;
                if (example.At(reference.Path) is not { ValueKind: JsonValueKind.String } text)
                    return $"{ResolverTrial.Name(example, reference)}, and there is no text at that pointer.";

                return IsNamed(reference, text.GetString()!)
                    ? null
                    : $"{ResolverTrial.Name(example, reference)}, and the text there does not hold that name.";
            }
        );

    private static string? SaysWhy(ResolverTrial trial) =>
        trial.FirstWrong(
            (example, reference) =>
                string.IsNullOrWhiteSpace(reference.Why)
                    ? $"{ResolverTrial.Name(example, reference)} and does not say why."
                    : null
        );

    private static string? KeepsOffItself(ResolverTrial trial) =>
        trial.FirstWrong(
            (example, reference) =>
                reference.Target.Mode == TargetMode.Name
                && reference.Target.Kind == example.Id.Kind
                && reference.Target.Namespace == example.Id.Namespace
                && reference.Target.Value == example.Id.Name
                    ? $"{ResolverTrial.Name(example, reference)}, which is itself."
                    : null
        );

    private static bool IsNamed(Reference reference, string text) =>
        reference.Form switch
        {
            ReferenceForm.Name or ReferenceForm.NameBesideNamespace => text == reference.Target.Value,
            _ => text.Contains(reference.Target.Value, StringComparison.Ordinal),
        };

    private static Reference Other() =>
        new(
            ReferenceTarget.Named(new ResourceId(Kinds.ConfigMap, "default", "of-another-resolver")),
            "/spec",
            Relation.Needs,
            Requirement.Optional,
            "what another resolver found"
        );
}
