using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class RestoreOptionsTests
{
    private static readonly ResourceId Database = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    private static readonly ResourceId DatabaseData = ResourceId.Parse("PersistentVolumeClaim/shop/db-data");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_copy_under_another_name_is_one_set_of_options()
    {
        var names = new NameMapBuilder();
        names.AddNamespace("shop=copy");
        names.AddMachine("shop/db=db2");
        var options = new RestoreOptions
        {
            Roots = [Database],
            Names = names.Build(),
            RenameOwned = true,
            Identity = GuestIdentity.Unique,
            Hold = true,
        };

        var restore = options.Apply(Repository.SampleManifests, Token);

        var machine = restore
            .Resources.Where(resource => resource.Id.Kind == Kinds.VirtualMachine)
            .ShouldHaveSingleItem();
        machine.Id.ToString().ShouldBe("VirtualMachine.kubevirt.io/copy/db2");
        machine.StringAt("/spec/runStrategy").ShouldBe("Halted");
        machine.At("/metadata/annotations/kubevirt-backup~1held-run-state").ShouldNotBeNull();
    }

    [Theory]
    [InlineData(DiskReplacement.Unspecified, "KVB4071", true)]
    [InlineData(DiskReplacement.Blank, "KVB4071", true)]
    [InlineData(DiskReplacement.Dropped, "KVB4009", false)]
    [InlineData(DiskReplacement.TargetClaim, "KVB4072", false)]
    public void A_disk_comes_back_without_its_data_as_it_was_asked_for(
        DiskReplacement other,
        string id,
        bool isRestored
    )
    {
        var options = new RestoreOptions
        {
            Roots = [Database],
            Disks = DiskSelection.Parse([], ["data"]),
            OtherDisks = other,
        };

        var restore = options.Apply(Repository.SampleManifests, Token);

        restore.HasErrors.ShouldBeFalse();
        restore.Findings.ShouldContain(finding => finding.Id == id && finding.Resource == Database);
        restore.Resources.Any(resource => resource.Id == DatabaseData).ShouldBe(isRestored);
    }

    [Fact]
    public void What_a_backup_left_out_is_known_from_its_document()
    {
        var plan = BackupPlanner.Plan(
            Repository.SampleManifests.Resources,
            new PlanOptions { Roots = [Database], Disks = DiskSelection.Parse([], ["is=hostDisk", "claims=db-data"]) }
        );
        var left = BackupPlanDocument.Read(plan.ToJson()).LeftOutDisks();
        left.Select(disk => disk.ToString()).ShouldBe(["machines=shop/db; names=data"]);
        var options = new RestoreOptions { Roots = [Database], Disks = new DiskSelection(exclude: left) };
        options
            .Apply(Repository.SampleManifests, Token)
            .Findings.ShouldContain(finding => finding.Id == FindingIds.DiskBlank);
    }

    [Fact]
    public void A_disk_that_is_mapped_is_neither_blank_nor_dropped_and_its_machine_starts_from_it()
    {
        var root = new ResourceId(Kinds.PersistentVolumeClaim, "shop", "db-root");
        var options = new RestoreOptions
        {
            Roots = [Database],
            Disks = DiskSelection.Parse([], ["root"]),
            OtherDisks = DiskReplacement.Dropped,
            DiskClaims = new Dictionary<ResourceId, string> { [root] = "golden" },
        };

        var restore = options.Apply(Repository.SampleManifests, Token);

        restore.HasErrors.ShouldBeFalse();
        var machine = restore.Resources.Single(resource => resource.Id == Database);
        machine.StringAt("/spec/template/spec/volumes/0/persistentVolumeClaim/claimName").ShouldBe("golden");
        machine.At("/spec/dataVolumeTemplates").ShouldBeNull();
    }

    [Fact]
    public void A_disk_that_no_machine_has_is_reported()
    {
        var options = new RestoreOptions { Roots = [Database], Disks = DiskSelection.Parse(["dta"], []) };
        var restore = options.Apply(Repository.SampleManifests, Token);
        var finding = restore.Findings.Single(finding => finding.Id == FindingIds.DiskUnknown);
        finding.Resource.ShouldBe(Database);
        restore.Findings.ShouldContain(finding => finding.Id == FindingIds.BootDiskWithoutData);
    }

    [Fact]
    public void A_map_of_disks_that_cannot_be_meant_is_refused_with_all_that_is_wrong()
    {
        var claims = new Dictionary<ResourceId, string>
        {
            [Database] = "a",
            [new ResourceId(Kinds.PersistentVolumeClaim, "shop", "b")] = "No Name",
            [new ResourceId(Kinds.PersistentVolumeClaim, "shop", "c")] = "d",
            [new ResourceId(Kinds.PersistentVolumeClaim, "shop", "e")] = "d",
        };
        var message = Should.Throw<ArgumentException>(() => new MapDisks(claims)).Message;
        message.ShouldContain("is no PersistentVolumeClaim");
        message.ShouldContain("'No Name'");
        message.ShouldContain("d stands for");
    }

    [Fact]
    public void Without_choices_everything_comes_back_as_it_was()
    {
        var expected = RestorePresets.Preserve.Apply(
            Graph.ResourceGraph.Create(Repository.SampleManifests.Resources, Resolvers.BuiltInResolvers.Default),
            cancellationToken: Token
        );

        var restore = new RestoreOptions().Apply(Repository.SampleManifests, Token);

        restore.Resources.Select(resource => resource.Id).ShouldBe(expected.Resources.Select(resource => resource.Id));
        restore.Changes.Count.ShouldBe(expected.Changes.Count);
    }

    [Fact]
    public void The_users_own_resolvers_are_followed()
    {
        var options = new RestoreOptions { Roots = [Database], Resolvers = new Graph.ResolverSet([]) };

        options.Apply(Repository.SampleManifests, Token).Resources.Select(resource => resource.Id).ShouldBe([Database]);
    }

    [Fact]
    public void A_run_strategy_that_is_none_is_named() =>
        Should
            .Throw<ArgumentException>(() => new RestoreOptions { RunStrategy = "Sometimes" }.ToPolicy())
            .Message.ShouldContain("Sometimes");

    [Fact]
    public void All_roots_that_are_absent_are_named()
    {
        var options = new RestoreOptions
        {
            Roots =
            [
                ResourceId.Parse("VirtualMachine.kubevirt.io/shop/x"),
                Database,
                ResourceId.Parse("Secret/shop/y"),
            ],
        };

        Should
            .Throw<ArgumentException>(() => options.Apply(Repository.SampleManifests, Token))
            .Message.ShouldBe("The input has no VirtualMachine.kubevirt.io/shop/x, no Secret/shop/y.");
    }

    [Theory]
    [InlineData("shop/db=pod")]
    [InlineData("shop/db")]
    [InlineData("=shop/db")]
    [InlineData("db=shop/db")]
    public void A_map_of_networks_that_is_none_is_refused_and_not_dropped(string map) =>
        Should
            .Throw<ArgumentException>(() => new NameMapBuilder().AddNetwork(map))
            .Message.ShouldBe($"'{map}' is not of the form NS/A=NS/B.");

    [Fact]
    public void What_is_mapped_twice_is_refused()
    {
        var names = new NameMapBuilder();
        names.AddNetwork("net/a=net/b");
        Should.Throw<ArgumentException>(() => names.AddNetwork("net/a=net/c")).Message.ShouldContain("already");
    }
}
