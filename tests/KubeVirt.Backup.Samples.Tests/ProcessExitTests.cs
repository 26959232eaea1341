using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>However a program ends that holds guests frozen, they are thawed before it is gone.</summary>
public class ProcessExitTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Environment.Exit(0);")]
    [InlineData("throw new InvalidOperationException();")]
    [InlineData(
        "System.Diagnostics.Process.Start(\"kill\", $\"-TERM {Environment.ProcessId}\"); await Task.Delay(20_000);"
    )]
    [InlineData(
        "System.Diagnostics.Process.Start(\"kill\", $\"-INT {Environment.ProcessId}\"); await Task.Delay(20_000);"
    )]
    [InlineData(
        "System.Diagnostics.Process.Start(\"kill\", $\"-HUP {Environment.ProcessId}\"); await Task.Delay(20_000);"
    )]
    [InlineData("_ = session.ThawAsync();")]
    public async Task A_process_that_ends_without_ending_its_session_thaws(string end)
    {
        var code = $$"""
            using KubeVirt.Backup;
            using KubeVirt.Backup.Client.Freeze;

            var guest = ResourceId.Parse("VirtualMachineInstance.kubevirt.io/ns/a");
            var options = new FreezeOptions
            {
                ConfirmByStatus = true,
                StatusLag = TimeSpan.FromMinutes(1),
                MaxHold = TimeSpan.FromMinutes(4),
            };
            var session = await FreezeSession.StartAsync(new Guests(), [guest], options);
            Console.WriteLine($"{session.Remaining > TimeSpan.Zero}");
            {{end}}

            class Guests : IGuestFreezer
            {
                public ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken token) =>
                    new(new GuestStatus { Uid = "1", Phase = "Running", HasAgent = true });

                public ValueTask FreezeAsync(ResourceId guest, TimeSpan timeout, CancellationToken token) => default;

                public async ValueTask UnfreezeAsync(ResourceId guest, CancellationToken token)
                {
                    await Task.Delay(100, token);
                    Console.WriteLine("thawed");
                }
            }
            """;
        using var program = SnippetProgram.Compile(code);
        var run = await program.RunAsync(new Dictionary<string, string>());
        run.Output.ShouldContain("thawed", customMessage: run.Error);
    }
}
