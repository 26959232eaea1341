namespace KubeVirt.Backup.Fuzzing;

/// <summary>Something does not hold for an input.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
