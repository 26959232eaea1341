using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Alone in the process, so that the runtime's threads have nothing else to do.</summary>
[CollectionDefinition(nameof(Interleavings), DisableParallelization = true)]
public sealed class Interleavings;
