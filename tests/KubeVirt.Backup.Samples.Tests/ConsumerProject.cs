using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>A console project as <c>dotnet new</c> makes it, to which the packages were added.</summary>
public sealed class ConsumerProject(PackedPackages packages) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-consumer-");

    public async ValueTask InitializeAsync()
    {
        await DotnetAsync("new", "console", "--name", "consumer", "--output", ".");
        var config = $"""
            <configuration><packageSources><add key="packed" value="{await packages.FeedAsync()}" /></packageSources></configuration>
            """;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"), config);
        await DotnetAsync("add", "package", "KubeVirt.Backup", "--prerelease");
        await DotnetAsync("add", "package", "KubeVirt.Backup.Client", "--prerelease");
        await DotnetAsync("add", "package", "KubeVirt.Backup.Testing", "--prerelease");
    }

    /// <summary>Runs a program that was pasted into the project.</summary>
    internal async Task<SampleRun> RunAsync(string program)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "Program.cs"), program);

        return await ProcessRun.RunAsync(_folder.FullName, packages.Variables, "dotnet", "run");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);

        return ValueTask.CompletedTask;
    }

    private Task<string> DotnetAsync(params string[] arguments) =>
        ProcessRun.OutputOfAsync(_folder.FullName, packages.Variables, ["dotnet", .. arguments]);
}
