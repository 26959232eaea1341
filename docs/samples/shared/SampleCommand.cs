using System.CommandLine;

/// <summary>
/// Runs a sample's command with the exit codes that scripts rely on: 0 for fine, 1 for findings that are errors, 2 for
/// wrong usage or input that cannot be read, which is one line on the standard error; and 130 where it was stopped by
/// Ctrl-C, as shells have it.
/// </summary>
internal static class SampleCommand
{
    private const int WrongUsage = 2;
    private const int Stopped = 130;

    public static async Task<int> RunAsync(
        string[] args,
        RootCommand command,
        Func<ParseResult, CancellationToken, Task<int>> action
    )
    {
        command.SetAction(action);
        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
            return Refuse($"{string.Join(" ", parsed.Errors.Select(error => error.Message))} See --help.");

        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // What was begun in a cluster is ended and removed before the process is.
                ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
            };
            return await parsed.InvokeAsync(configuration);
        }
        catch (Exception e)
            when (e is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            return Refuse(MessageOf(e));
        }
        catch (AggregateException e)
        {
            return Refuse(string.Join(' ', e.Flatten().InnerExceptions.Select(MessageOf)));
        }
        catch (OperationCanceledException e)
        {
            Console.Error.WriteLine(e is StoppedException ? e.Message : "Stopped.");
            return Stopped;
        }
    }

    /// <summary>The message without the name of a parameter, which says nothing to who typed an option.</summary>
    private static string MessageOf(Exception e) =>
        e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "") : e.Message;

    private static int Refuse(string problem)
    {
        Console.Error.WriteLine(problem.ReplaceLineEndings(" "));
        return WrongUsage;
    }
}
