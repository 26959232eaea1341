/// <summary>Writes what a cluster is waited for to the standard error, a line each.</summary>
internal sealed class ErrorLines<T> : IProgress<T>
{
    public void Report(T value) => Console.Error.WriteLine(value);
}
