using Spectre.Console;

/// <summary>
/// Shows on a terminal what is being done, in one line that is gone at the end. Where the standard error is piped,
/// nothing is shown but what a cluster is waited for.
/// </summary>
internal sealed class SampleProgress : IProgress<object>
{
    private static readonly IAnsiConsole Terminal = AnsiConsole.Create(
        new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }
    );
    private StatusContext? _status;

    /// <summary>Runs work, and shows what it reports.</summary>
    /// <param name="title">What is being done, until something is reported.</param>
    /// <param name="work">The work. What it prints, it prints when it is done.</param>
    public async Task<T> RunAsync<T>(string title, Func<Task<T>> work)
    {
        if (!Terminal.Profile.Out.IsTerminal)
            return await work();

        try
        {
            return await Terminal.Status().StartAsync(Markup.Escape(title), ShowAsync);
        }
        finally
        {
            _status = null;
        }

        Task<T> ShowAsync(StatusContext status)
        {
            _status = status;
            return work();
        }
    }

    /// <summary>Shows the last of what was done.</summary>
    public void Report(object value) => _status?.Status(Markup.Escape(value.ToString() ?? ""));

    /// <summary>Writes a line that stays, to the standard error.</summary>
    public void Say(object line)
    {
        if (_status is null)
            Console.Error.WriteLine(line);
        else
            Terminal.WriteLine(line.ToString() ?? "");
    }

    /// <summary>Writes all that is reported as lines that stay.</summary>
    public IProgress<T> Lines<T>()
        where T : notnull => new LineProgress<T>(this);

    private sealed class LineProgress<T>(SampleProgress progress) : IProgress<T>
        where T : notnull
    {
        public void Report(T value) => progress.Say(value);
    }
}
