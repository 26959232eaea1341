using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

public class PlannedMachineTests
{
    private BackupPlan Sample { get; } = BackupPlanner.Plan(Repository.SampleManifests);

    [Fact]
    public void Machines_are_those_of_all_roots_with_the_guests_that_run_without_one() =>
        Sample
            .Machines.Select(machine => machine.Id.ToString())
            .ShouldBe([
                "VirtualMachine.kubevirt.io/shop/cache",
                "VirtualMachine.kubevirt.io/shop/db",
                "VirtualMachine.kubevirt.io/shop/reports",
                "VirtualMachine.kubevirt.io/shop/win",
                "VirtualMachineInstance.kubevirt.io/shop/bastion",
                "VirtualMachineInstance.kubevirt.io/shop/web7tqkd",
                "VirtualMachineInstance.kubevirt.io/shop/webn4s6z",
            ]);

    [Fact]
    public void A_machine_has_its_guest_its_needs_in_order_and_the_verdict_of_the_plan()
    {
        var db = Of("db");
        db.Guest.ShouldBe(db.Id.WithKind(Kinds.VirtualMachineInstance));
        db.IsFrozen.ShouldBeTrue();
        db.Verdict.ToString().ShouldBe(Sample.Judge().Single(verdict => verdict.Root == db.Id).ToString());
        db.ExpectedConsistency.ShouldBe(Consistency.FilesystemConsistent);
        db.Needs.ShouldNotContain(db.Id);
        var order = Sample.Sets.SelectMany(set => set).ToList();
        db.Needs.Select(need => order.IndexOf(need)).ShouldBeInOrder();

        var win = Of("win");
        win.Guest.ShouldBeNull();
        win.IsFrozen.ShouldBeFalse();
    }

    [Fact]
    public void A_guest_of_a_replica_set_bears_what_is_said_of_its_template()
    {
        var web = Sample.Machines.First(machine => machine.Id.Name.StartsWith("web", StringComparison.Ordinal));
        web.Verdict.Lacks.ShouldContain(lack => lack.Resource!.Value.Name == "web");
    }

    [Fact]
    public void A_volume_has_what_a_product_shows_of_it()
    {
        var volumes = Of("db").Volumes;
        volumes.Select(volume => volume.Claim.Name).ShouldBe(["db-data", "db-root"]);
        volumes.ShouldAllBe(volume => volume.IsProtected);
        Describe(volumes[0]).ShouldBe("data: 100Gi Block ReadWriteMany ceph-rbd");
    }

    [Fact]
    public void Size_is_the_larger_of_request_and_capacity_in_text_or_number()
    {
        var volumes = PlanOf(
            Claim("grown", """{"requests":{"storage":"1Gi"}}""", """{"capacity":{"storage":"2Gi"}}"""),
            Claim("wanted", """{"requests":{"storage":3000000000}}""", "{}"),
            Claim("odd", """{"requests":{"storage":"much"}}""", "{}")
        )
            .Machines.Single()
            .Volumes;
        volumes.Select(volume => volume.Bytes).ShouldBe([2L << 30, null, 3_000_000_000]);
        volumes.Select(volume => volume.VolumeMode).Distinct().ShouldBe(["Filesystem"]);
    }

    [Fact]
    public void Size_of_a_machine_is_unknown_where_that_of_a_volume_is()
    {
        var known = Claim("a", """{"requests":{"storage":"1Gi"}}""", "{}");
        PlanOf(known).Machines.Single().Bytes.ShouldBe(1L << 30);
        PlanOf(known, Claim("b", "{}", "{}")).Machines.Single().Bytes.ShouldBeNull();
    }

    [Fact]
    public void A_claim_that_is_missing_is_a_volume_that_nothing_protects()
    {
        var volume = BackupPlanner.Plan([Machine("gone")], null).Machines.Single().Volumes.ShouldHaveSingleItem();
        (volume.Claim.Name, volume.IsProtected, volume.Bytes, volume.VolumeMode).ShouldBe(("gone", false, null, null));
    }

    [Fact]
    public void What_KubeVirt_says_of_snapshots_is_told_by_volume()
    {
        const string Status = """
            "status":{"volumeSnapshotStatuses":[{"name":"a","enabled":true},{"name":"b","enabled":false,"reason":"no class"},
            {"name":"c"},{"enabled":true}]}
            """;
        var plan = BackupPlanner.Plan([Machine(["a", "b", "c"], "vm", Status)], null);
        plan.Machines.Single()
            .Volumes.Select(volume => volume.Snapshots)
            .ShouldBe([SnapshotSupport.Supported, SnapshotSupport.Unsupported, SnapshotSupport.Unknown]);
    }

    [Fact]
    public void A_claim_that_several_machines_use_names_them_all()
    {
        var plan = BackupPlanner.Plan([Machine(["disk"], "one"), Machine(["disk"], "two")], null);
        foreach (var machine in plan.Machines)
            machine.Volumes.Single().UsedBy.Select(user => user.Name).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void What_is_said_of_many_objects_at_once_counts_for_the_machine_of_each()
    {
        // More than five findings of one cause are told as one, on the first object.
        var machines = Enumerable
            .Range(0, 9)
            .Select(i =>
                Resource.Parse(
                    $$$"""
                    {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm{{{i}}}","namespace":"ns"},
                    "spec":{"template":{"spec":{"domain":{},"networks":[{"name":"n","multus":{"networkName":"lan"} }]} } } }
                    """
                )
            );
        var plan = BackupPlanner.Plan(machines, null);
        plan.Machines.Select(machine => machine.Verdict.Outcome).Distinct().ShouldHaveSingleItem();
        plan.Machines.ShouldAllBe(machine => machine.Verdict.Lacks.Any(lack => lack.Id == FindingIds.MissingReference));
    }

    private PlannedMachine Of(string name) => Sample.Machines.Single(machine => machine.Id.Name == name);

    private static string Describe(PlannedVolume volume) =>
        $"{string.Join(',', volume.Names)}: {Quantity.Format(volume.Bytes!.Value)} {volume.VolumeMode} "
        + $"{string.Join(',', volume.AccessModes)} {volume.StorageClass}";

    private static BackupPlan PlanOf(params Resource[] claims) =>
        BackupPlanner.Plan([Machine([.. claims.Select(claim => claim.Id.Name)]), .. claims], null);

    private static Resource Machine(params string[] claims) => Machine(claims, "vm");

    private static Resource Machine(string[] claims, string name, string status = "\"status\":{}")
    {
        var volumes = claims.Select(claim =>
            $$$"""{"name":"{{{claim}}}","persistentVolumeClaim":{"claimName":"{{{claim}}}"} }"""
        );
        return Resource.Parse(
            $$$"""
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"{{{name}}}","namespace":"ns"},
            "spec":{"runStrategy":"Halted","template":{"spec":{"domain":{},"volumes":[{{{string.Join(
                ',',
                volumes
            )}}}]} } },
            {{{status}}}}
            """
        );
    }

    private static Resource Claim(string name, string resources, string status) =>
        Resource.Parse(
            $$$"""
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"{{{name}}}","namespace":"ns"},
            "spec":{"resources":{{{resources}}}},"status":{{{status}}}}
            """
        );
}
