using BenchmarkDotNet.Running;
using KubeVirt.Backup.Benchmarks;

switch (args)
{
    case ["shapes", ..]:
        ShapesRun.Run(Console.Out, args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Shapes).Assembly).Run(args);
        return 0;
}
