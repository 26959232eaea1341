using KubeVirt.Backup.Client;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>Apps over the packages are compiled ahead of time, without a warning about the library, and do their work.</summary>
[Collection("packages")]
public sealed class AotTests(PackedPackages packages) : IDisposable
{
    private const long MostBytesOfEngine = 11_000_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-aot-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_app_over_the_engine_plans_and_restores_and_is_small()
    {
        var app = await PublishAsync(
            "KubeVirt.Backup",
            """
            using KubeVirt.Backup.Formats;
            using KubeVirt.Backup.Manifests;
            using KubeVirt.Backup.Planning;
            using KubeVirt.Backup.Restore;

            var plan = BackupPlanner.Plan(await new ManifestReader().ReadPathsAsync([args[0]]));
            var restore = RestorePresets.Preserve.Apply(plan.Graph);
            Console.WriteLine(plan.ToText() + plan.ToJson() + plan.ToHtml() + restore.ToDiff() + restore.ToJson());
            """
        );
        new FileInfo(app).Length.ShouldBeLessThan(MostBytesOfEngine);

        var run = await ProcessRun.OutputOfAsync(
            _folder.FullName,
            new Dictionary<string, string>(),
            app,
            Repository.PathOf("docs", "samples", "manifests")
        );
        run.ShouldContain("roots: 6, objects: 52");
        run.ShouldContain("[unbind-claims]");
    }

    [Fact]
    public async Task An_app_over_the_client_reads_a_cluster_and_freezes_its_guests()
    {
        var app = await PublishAsync(
            "KubeVirt.Backup.Client",
            """
            using KubeVirt.Backup.Client.Cluster;
            using KubeVirt.Backup.Client.Freeze;
            using KubeVirt.Backup.Planning;

            using var client = Kubeconfig.Connect(args[0]);
            var plan = await BackupPlanner.PlanAsync(new ClusterResourceSource(client));
            await using var session = await FreezeSession.StartAsync(new KubernetesGuestFreezer(client), plan.Freeze);
            Console.WriteLine(plan);
            foreach (var verdict in await session.ThawAsync())
                Console.WriteLine(verdict);
            """
        );
        await using var cluster = await TestCluster.StartAsync(Repository.SampleManifests.Resources);

        string[] command = [app, cluster.WriteKubeconfig(_folder)];
        var run = await ProcessRun.OutputOfAsync(_folder.FullName, new Dictionary<string, string>(), command);
        run.ShouldContain("roots: 6, objects: 5");
        run.ShouldContain("VirtualMachineInstance.kubevirt.io/shop/db: FilesystemConsistent");
    }

    /// <summary>Publishes a program over a package; returns the executable.</summary>
    private async Task<string> PublishAsync(string package, string program)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && HasLinker, "There is no clang and no gcc to link with.");
        var feed = await packages.FeedAsync();
        Write("Program.cs", program);
        Write(
            "app.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <PublishAot>true</PublishAot>
                <InvariantGlobalization>true</InvariantGlobalization>
                <CppCompilerAndLinker>{Linker}</CppCompilerAndLinker>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="*-*" />
              </ItemGroup>
            </Project>
            """
        );
        Write(
            "nuget.config",
            $"""
            <configuration><packageSources><add key="packed" value="{feed}" /></packageSources></configuration>
            """
        );
        string[] publish = ["dotnet", "publish", "--use-current-runtime", "--output", "published"];
        var output = await ProcessRun.OutputOfAsync(_folder.FullName, packages.Variables, publish);
        output.Split('\n').ShouldNotContain(line => line.Contains("warning") && line.Contains("KubeVirt"));

        return Path.Combine(_folder.FullName, "published", "app");
    }

    private static string Linker => FindOnPath("clang") is null ? "gcc" : "clang";

    private static bool HasLinker => FindOnPath("clang") is not null || FindOnPath("gcc") is not null;

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
