using KubeVirt.Backup.Client.Cluster;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class NullArgumentTests
{
    [Fact]
    public async Task A_null_is_refused_by_name_where_a_signature_takes_none() =>
        (await NullArguments.TakenAsync(typeof(ClusterResourceSource).Assembly)).ShouldBeEmpty();
}
