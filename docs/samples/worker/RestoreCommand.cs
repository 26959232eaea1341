using System.CommandLine;
using KubeVirt.Backup.Formats;
using Microsoft.Extensions.DependencyInjection;

namespace KubeVirt.Backup.Worker;

/// <summary><c>restore NS/NAME</c>: restores a machine from its newest archive.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var machine = new Argument<string>("NS/NAME") { Description = "The machine, as it was called in the backup." };
        var into = new Option<string?>("--into")
        {
            HelpName = "NS",
            Description = "The namespace that it is restored to. Default: its own.",
        };
        var command = new Command("restore", "Restores a machine from its newest archive.") { machine, into };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(ReadMachine(parsed.GetRequiredValue(machine)), parsed.GetValue(into), cancellationToken)
        );

        return command;
    }

    /// <summary>0 where everything is there as it should be, 1 where something is missing or wrong.</summary>
    private static async Task<int> RunAsync(ResourceId machine, string? into, CancellationToken cancellationToken)
    {
        var builder = WorkerHost.CreateBuilder();
        // What a command line says goes before what is configured.
        if (into is not null)
            builder.Configuration[$"{RestoreSettings.Section}:Names:Namespaces:{machine.Namespace}"] = into;
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var restore = host.Services.GetRequiredService<MachineRestore>();
        var (result, report) = await restore.RunAsync(machine, cancellationToken);
        await host.StopAsync(cancellationToken);

        Console.Write(result.ToText());
        foreach (var applied in report.Objects)
            Console.WriteLine(applied);
        Console.WriteLine(report);
        return report.IsComplete && !result.HasErrors ? 0 : 1;
    }

    private static ResourceId ReadMachine(string text) =>
        text.Split('/') is [{ Length: > 0 } @namespace, { Length: > 0 } name]
            ? new ResourceId(Kinds.VirtualMachine, @namespace, name)
            : throw new ArgumentException($"'{text}' is not of the form NS/NAME.");
}
