using System.Security.Cryptography;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Gives every interface that has a MAC address another one with a given prefix. It follows from the machine's new
/// namespace and name, the interface's name and a seed, so that the same restore gives the same addresses. Those on
/// replica sets and pools are removed, since all instances would share them.
/// </summary>
/// <remarks>
/// Interfaces without an address stay so: the target gives them one at each start. Two machines can get the same
/// address, though a short prefix makes that unlikely; <see cref="IdentityCollisions"/> finds it.
/// </remarks>
public sealed class GenerateMacAddresses : RestorePolicy
{
    private readonly MacPrefix _prefix;

    /// <summary>Addresses that follow from names: the same machine gets the same ones at each restore.</summary>
    /// <param name="prefix">
    /// One to three octets divided by colons. Default: <c>02</c>, all that are locally administered and nobody's.
    /// </param>
    /// <param name="seed">What else the addresses follow from: another seed, other addresses. Default: empty.</param>
    /// <exception cref="ArgumentException">The prefix is none, or one of multicast addresses.</exception>
    public GenerateMacAddresses(string prefix = "02", string seed = "")
        : base("generate-mac-addresses")
    {
        ArgumentNullException.ThrowIfNull(seed);
        _prefix = new MacPrefix(prefix);
        Seed = seed;
    }

    /// <summary>What else the addresses follow from. With it the same addresses can be made again.</summary>
    public string Seed { get; }

    /// <summary>
    /// Addresses that nobody can predict: the seed is drawn from the system's random numbers, once, so that the policy
    /// still gives the same machine the same address. Keep <see cref="Seed"/> to make them again.
    /// </summary>
    /// <inheritdoc cref="GenerateMacAddresses(string, string)"/>
    public static GenerateMacAddresses AtRandom(string prefix = "02") =>
        new(prefix, RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Follows => ["clear-mac-addresses"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var taken = new HashSet<MacAddress>();
        foreach (var (nic, name, address) in MacDraft.Interfaces(context))
        {
            if (string.IsNullOrEmpty(address))
                continue;

            var wanted = _prefix.Of($"{Seed}/{context.Names.Map(context.Id)}/{name}", taken);
            taken.Add(wanted);
            MacDraft.Set(context, nic, wanted);
        }
    }
}
