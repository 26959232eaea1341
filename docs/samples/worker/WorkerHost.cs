using k8s;
using KubeVirt.Backup.Client;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Restore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KubeVirt.Backup.Worker;

/// <summary>What all commands have in common: configuration, services and telemetry.</summary>
internal static class WorkerHost
{
    public static HostApplicationBuilder CreateBuilder()
    {
        var host = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory }
        );
        AddOptions(host.Services, host.Configuration);
        AddTelemetry(host);
        host.Services.AddSingleton(TimeProvider.System);
        host.Services.AddSingleton<IKubernetes>(services =>
            Kubeconfig.Connect(services.GetRequiredService<IOptions<BackupSettings>>().Value.Kubeconfig)
        );
        host.Services.AddKubeVirtBackup(AddPolicies).AddKubeVirtBackupClient();
        host.Services.AddSingleton<Catalogue>().AddTransient<MachineBackup>().AddTransient<MachineRestore>();

        return host;
    }

    // The claims of a restore are empty until a data mover fills them: a machine must not boot on them.
    private static void AddPolicies(KubeVirtBackupBuilder backup) =>
        backup.AddPolicy(RestoreSettings.HeldCopy, policy => policy.Add(RestorePresets.CopyBeside).HoldRunState());

    private static void AddOptions(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ClusterOptions>().BindStrictly(configuration, "Cluster");
        services.AddOptions<RestoreSettings>().BindStrictly(configuration, RestoreSettings.Section);
        services
            .AddOptions<BackupSettings>()
            .BindStrictly(configuration, BackupSettings.Section)
            .Validate(settings => settings.Kubeconfig.Length > 0, "Backup:Kubeconfig names no file.")
            .Validate(settings => settings.Folder.Length > 0, "Backup:Folder names no folder.")
            .Validate(settings => settings.Every > TimeSpan.Zero, "Backup:Every is no time span above zero.");
    }

    /// <summary>Logs, traces and metrics go to the console; another exporter goes where that one stands.</summary>
    private static void AddTelemetry(HostApplicationBuilder host)
    {
        host.Logging.AddFilter("OpenTelemetry", LogLevel.Warning);
        host.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("kubevirt-backup-worker"))
            .WithTracing(traces => traces.AddSource(BackupTelemetry.SourceName).AddConsoleExporter())
            .WithMetrics(metrics => metrics.AddMeter(BackupTelemetry.SourceName).AddConsoleExporter());
    }
}
