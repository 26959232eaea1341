using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Testing;

/// <summary>
/// The laws of a <see cref="RestorePolicy"/>. One that breaks a law gives another restore each time, or changes without a
/// reason that anybody could read.
/// </summary>
/// <example>
/// <code language="csharp">
/// RestorePolicy policy = RestorePolicy.CreateBuilder().SetRunStrategy("Halted").Build("halted");
/// RestorePolicyContract.Verify(policy, TestMachines.Examples);
/// </code>
/// </example>
public static class RestorePolicyContract
{
    /// <summary>Tries every law on the examples together, and on thousands of odd forms of them.</summary>
    /// <param name="policy">The policy, or a pipeline of policies.</param>
    /// <param name="examples">Objects as a backup holds them, some of which the policy changes.</param>
    /// <exception cref="ContractException">A law does not hold, or there are no examples.</exception>
    public static void Verify(RestorePolicy policy, IEnumerable<Resource> examples)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(examples);

        Laws.Verify($"The policy {policy.Name}", new PolicyTrial(policy, [.. examples]), PolicyLaws.All);
    }
}
