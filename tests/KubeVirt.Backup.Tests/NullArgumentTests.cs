using Shouldly;
using Xunit;

namespace KubeVirt.Backup;

public class NullArgumentTests
{
    [Fact]
    public async Task A_null_is_refused_by_name_where_a_signature_takes_none() =>
        (await NullArguments.TakenAsync(typeof(Resource).Assembly)).ShouldBeEmpty();
}
