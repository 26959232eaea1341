using System.Globalization;
using KubeVirt.Backup.Fuzzing;

const string Usage = """
    list                                  the targets
    run TARGET [--inputs N]               fuzzes with AFL++ until N inputs were tried; a million by default
    keep TARGET                           keeps in the corpus what a run found, the least that reaches the same branches
    try TARGET FILE...                    tries inputs, and says which promise they break
    serve TARGET | reach TARGET FOLDER... what run and keep start
    """;

var rest = args.Skip(2).ToList();
switch (args)
{
    case ["list"]:
        foreach (var target in AllTargets.All)
            Console.WriteLine($"{target.Name, -12} {target.Meaning}");
        return 0;
    case ["run", var name]:
        return await FuzzRun.StartAsync(AllTargets.Named(name), 1_000_000);
    case ["run", var name, "--inputs", var inputs]:
        return await FuzzRun.StartAsync(AllTargets.Named(name), long.Parse(inputs, CultureInfo.InvariantCulture));
    case ["keep", var name]:
        return await FuzzRun.KeepAsync(AllTargets.Named(name));
    case ["try", var name, ..]:
        return Tries.Run(AllTargets.Named(name), rest);
    case ["serve", var name]:
        Server.Run(AllTargets.Named(name));
        return 0;
    case ["reach", var name, ..]:
        Reach.Print(AllTargets.Named(name), rest);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
