using KubeVirt.Backup.Client.Cluster;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Checks what the properties of options do not check themselves: that no time is negative.</summary>
internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        (string Name, TimeSpan Value)[] times =
        [
            (nameof(options.RetryDelay), options.RetryDelay),
            (nameof(options.MaxRetryDelay), options.MaxRetryDelay),
            (nameof(options.MaxRetryAfter), options.MaxRetryAfter),
            (nameof(options.RequestTimeout), options.RequestTimeout),
        ];
        var of = string.IsNullOrEmpty(name) ? "" : $" of the cluster '{name}'";
        var problems = times
            .Where(time => time.Value < TimeSpan.Zero)
            .Select(time => $"{time.Name}{of} is {time.Value:c}. No time may be negative.")
            .ToList();

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
