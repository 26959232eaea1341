namespace KubeVirt.Backup.Fuzzing;

/// <summary>Streams in memory answer at once.</summary>
internal static class Waiting
{
    public static T For<T>(Task<T> task) => task.GetAwaiter().GetResult();

    public static void For(Task task) => task.GetAwaiter().GetResult();
}
