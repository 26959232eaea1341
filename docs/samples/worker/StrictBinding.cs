using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KubeVirt.Backup.Worker;

/// <summary>
/// Binds options so that nothing in a configuration is silently without effect: neither a key that is misspelled nor a
/// section that is not there.
/// </summary>
internal static class StrictBinding
{
    public static OptionsBuilder<T> BindStrictly<T>(
        this OptionsBuilder<T> options,
        IConfiguration configuration,
        string path
    )
        where T : class => options.Configure(target => Bind(configuration.GetSection(path), target)).ValidateOnStart();

    private static void Bind<T>(IConfigurationSection section, T target)
    {
        if (!section.Exists())
            throw new InvalidOperationException($"The configuration has no section '{section.Path}'. Check its name.");

        try
        {
            section.Bind(target, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (Exception e)
        {
            var problem = string.Join(' ', ReasonsOf(e).Select(reason => reason.Message));
            throw new InvalidOperationException($"The section '{section.Path}' of the configuration: {problem}", e);
        }
    }

    /// <summary>An exception and those in it: only the inner ones name the key in a list.</summary>
    private static IEnumerable<Exception> ReasonsOf(Exception e)
    {
        for (var reason = e; reason is not null; reason = reason.InnerException)
        {
            if (reason is not TargetInvocationException)
                yield return reason;
        }
    }
}
