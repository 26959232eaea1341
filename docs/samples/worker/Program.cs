// A small backup product: plans every namespace on a schedule, backs up each machine to an archive of its own, and
// restores one on demand.
using System.CommandLine;
using KubeVirt.Backup.Worker;
using Microsoft.Extensions.Options;

const int WrongUsage = 2;
var command = new RootCommand("Backs up all machines of a cluster, and restores them one by one.")
{
    RunCommand.Create(),
    ListCommand.Create(),
    RestoreCommand.Create(),
};

try
{
    var withoutHandler = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
    return await command.Parse(args).InvokeAsync(withoutHandler);
}
catch (Exception e)
    when (e
            is ArgumentException
                or AggregateException
                or FormatException
                or IOException
                or InvalidOperationException
                or OperationCanceledException
                or OptionsValidationException
    )
{
    // What is wrong with the configuration, an archive or the cluster is one line.
    Console.Error.WriteLine(e.Message.ReplaceLineEndings(" "));
    return WrongUsage;
}
