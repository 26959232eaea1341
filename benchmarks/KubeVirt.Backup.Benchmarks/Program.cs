using System.Globalization;
using BenchmarkDotNet.Running;
using KubeVirt.Backup.Benchmarks;

switch (args)
{
    case ["shapes"]:
        ShapesRun.Run(Console.Out, 1_000_000);
        return 0;
    case ["generate", var folder, "--vms", var count]:
        Dump.Write(folder, int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    case ["scale", var folder]:
        await ScaleRun.RunAsync(Console.Out, folder);
        return 0;
    case ["presets", var folder]:
        await PresetRun.RunAsync(Console.Out, folder);
        return 0;
    case ["freeze"]:
        await FreezeRun.RunAsync(Console.Out, 100);
        return 0;
    case ["discover", "--vms", var machines]:
        await DiscoverRun.RunAsync(Console.Out, int.Parse(machines, CultureInfo.InvariantCulture));
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Shapes).Assembly).Run(args);
        return 0;
}
