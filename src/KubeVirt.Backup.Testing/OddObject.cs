namespace KubeVirt.Backup.Testing;

/// <summary>An object of an odd shape.</summary>
/// <param name="Resource">The object.</param>
/// <param name="What">What is odd, such as <c>/spec/volumes is null</c>.</param>
internal sealed record OddObject(Resource Resource, string What);
