using KubeVirt.Backup.Testing.Partners;

namespace KubeVirt.Backup.Testing;

/// <summary>
/// KubeVirt's scenarios for backup partners, tried on a product without a cluster: each sets up machines, has them backed up
/// and restored into an empty cluster, and judges what the product did.
/// </summary>
/// <remarks>
/// <para>
/// What was written is played, object by object in the order in which it was written, against the model of
/// <see cref="Rehearsal.RestoreRehearsal"/>: what CDI and KubeVirt make of it between one write and the next. So the order
/// counts, and so do owners, labels and annotations. The data itself is not judged.
/// </para>
/// <para>
/// Sources: KubeVirt docs/backup-restore-integration.md (Validate backup partner compatibility); kubevirt-velero-plugin
/// partner-compatibility-testing.md, tests/vm_backup_test.go, tests/resource_filtering_test.go (label PartnerComp).
/// </para>
/// </remarks>
/// <example>
/// <code language="csharp">
/// static async Task&lt;bool&gt; IsCompatibleAsync(IPartnerProduct product)
/// {
///     IReadOnlyList&lt;ScenarioVerdict&gt; verdicts = await PartnerScenarios.RunAsync(product);
///     foreach (ScenarioVerdict verdict in verdicts)
///         Console.WriteLine(verdict);
///     return verdicts.All(verdict =&gt; verdict.Outcome != ScenarioOutcome.Failed);
/// }
/// </code>
/// </example>
public static class PartnerScenarios
{
    /// <summary>All scenarios, in the order in which they are tried.</summary>
    public static IReadOnlyList<PartnerScenario> All { get; } = [.. PartnerCases.All.Select(one => one.Scenario)];

    /// <summary>Tries scenarios, each whatever the ones before came to.</summary>
    /// <param name="product">The product.</param>
    /// <param name="scenarios">Which, known by their names. Default: <see cref="All"/>.</param>
    /// <param name="cancellationToken">Stops the trial.</param>
    /// <returns>A verdict for each scenario.</returns>
    /// <exception cref="ArgumentException">There is no such scenario.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<IReadOnlyList<ScenarioVerdict>> RunAsync(
        IPartnerProduct product,
        IEnumerable<PartnerScenario>? scenarios = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(product);
        List<PartnerCase> cases = [.. (scenarios ?? All).Select(Find)];
        var verdicts = new List<ScenarioVerdict>();
        foreach (var one in cases)
            verdicts.Add(await PartnerTrial.RunAsync(one, product, cancellationToken).ConfigureAwait(false));

        return verdicts;
    }

    private static PartnerCase Find(PartnerScenario scenario) =>
        PartnerCases.All.FirstOrDefault(known => known.Scenario.Name == scenario.Name)
        ?? throw new ArgumentException($"There is no scenario {scenario.Name}.", nameof(scenario));
}
