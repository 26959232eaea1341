using SharpFuzz;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>The process that AFL++ hands its inputs.</summary>
internal static class Server
{
    /// <summary>
    /// Takes inputs until the fuzzer ends. Those are tried in a process of their own, since a stack that ends, or a hang
    /// that is ended, takes the process with it.
    /// </summary>
    public static void Run(FuzzTarget target) =>
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            target.Try(input.ToArray());
        });
}
