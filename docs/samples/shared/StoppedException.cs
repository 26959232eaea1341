/// <summary>A sample was stopped by Ctrl-C, and says what it had done by then.</summary>
/// <param name="done">What was done and what was not, as sentences.</param>
/// <param name="inner">What the library threw.</param>
internal sealed class StoppedException(string done, Exception inner)
    : OperationCanceledException($"Stopped. {done}", inner);
