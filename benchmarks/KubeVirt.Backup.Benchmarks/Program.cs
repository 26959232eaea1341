using System.Globalization;
using BenchmarkDotNet.Running;
using KubeVirt.Backup.Benchmarks;
using KubeVirt.Backup.Manifests;

try
{
    switch (args)
    {
        case ["shapes"]:
            ShapesRun.Run(Console.Out, 1_000_000);
            break;
        case ["growth"]:
            GrowthRun.Run(Console.Out, 1_000, "");
            break;
        case ["growth", var named]:
            GrowthRun.Run(Console.Out, 1_000, named);
            break;
        case ["generate", var folder, "--vms", var count]:
            Dump.Write(folder, CountOf(count));
            break;
        case ["scale", var folder]:
            await ScaleRun.RunAsync(Console.Out, Console.Error, folder);
            break;
        case ["presets", var folder]:
            await PresetRun.RunAsync(Console.Out, folder);
            break;
        case ["freeze"]:
            await FreezeRun.RunAsync(Console.Out, 100);
            break;
        case ["freeze", "--vms", var count]:
            await FreezeRun.RunAsync(Console.Out, CountOf(count));
            break;
        case ["apply", "--vms", var count]:
            await ApplyRun.RunAsync(Console.Out, CountOf(count));
            break;
        case ["discover", "--vms", var count]:
            await DiscoverRun.RunAsync(Console.Out, CountOf(count));
            break;
        default:
            BenchmarkSwitcher.FromAssembly(typeof(Shapes).Assembly).Run(args);
            break;
    }

    return 0;
}
catch (Exception e) when (e is ManifestException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static int CountOf(string machines) =>
    int.TryParse(machines, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
        ? count
        : throw new FormatException($"'{machines}' is no number of machines. Give one from 1 on.");
