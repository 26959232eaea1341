using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

public class KindNameTests
{
    [Fact]
    public void The_names_of_kinds_are_those_of_the_real_definitions()
    {
        foreach (var (kind, schema) in CrdSchemas.ReadFolder(Repository.Shared("crds")))
        {
            KindNames.Plural(kind).ShouldBe(schema.Plural);
            schema.Names.Where(name => !KindNames.IsCalled(kind, name)).ShouldBeEmpty(kind.ToString());
        }
    }
}
