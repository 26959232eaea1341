using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace KubeVirt.Backup.Worker;

/// <summary><c>list</c>: the catalogue.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Lists the archives and what they hold.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));

        return command;
    }

    /// <summary>0 where all archives can be read, 1 where one cannot.</summary>
    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var host = WorkerHost.CreateBuilder().Build();
        var unreadable = 0;
        await foreach (var entry in host.Services.GetRequiredService<Catalogue>().ReadAsync(cancellationToken))
        {
            Console.WriteLine(entry);
            unreadable += entry.Backup is null ? 1 : 0;
        }

        return unreadable == 0 ? 0 : 1;
    }
}
