using System.ComponentModel;
using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>A backup of nothing is an error unless it was asked for, and what could not be read is never lost.</summary>
public class EmptyPlanTests
{
    public static TheoryData<string, PlanOptions> Nothing =>
        new()
        {
            { "no machine", new PlanOptions() },
            {
                "no root",
                new PlanOptions { Roots = [] }
            },
            {
                "a misspelled namespace",
                new PlanOptions { Namespace = "shpo" }
            },
            {
                "a misspelled selector",
                new PlanOptions { Selection = Selection.Parse(["names=nobody"], []) }
            },
        };

    [Theory]
    [MemberData(nameof(Nothing))]
    public void A_plan_without_a_root_is_an_error_unless_it_is_meant(string why, PlanOptions options)
    {
        var manifests =
            why == "no machine"
                ? Read("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n")
                : Repository.SampleManifests;

        BackupPlanner.Plan(manifests, options).Findings.Count(IsEmpty).ShouldBe(1);
        BackupPlanner.Plan(manifests, options with { AllowEmpty = true }).Findings.Any(IsEmpty).ShouldBeFalse();
    }

    [Fact]
    public void A_plan_with_a_root_is_not_empty() =>
        BackupPlanner.Plan(Repository.SampleManifests).Findings.Any(IsEmpty).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p, ownerReferences: [{apiVersion: v1, kind: Pod, name: o, uid: u}]}\n"
    )]
    public void A_restore_that_writes_nothing_is_an_error_unless_it_is_meant(string yaml)
    {
        var manifests = Read(yaml);
        var token = TestContext.Current.CancellationToken;

        new RestoreOptions().Apply(manifests, token).HasErrors.ShouldBeTrue();
        new RestoreOptions { AllowEmpty = true }
            .Apply(manifests, token)
            .Findings.ShouldNotContain(finding => finding.Id == FindingIds.NothingToRestore);
    }

    [Fact]
    public void What_could_not_be_read_is_in_the_plan()
    {
        var manifests = Read("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n---\na: [b\n");
        manifests.Findings.ShouldNotBeEmpty();
        BackupPlanner.Plan(manifests).Findings.ShouldContain(manifests.Findings[0]);
    }

    [Fact]
    public async Task What_a_folder_could_not_give_is_in_the_plan()
    {
        var folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");
        try
        {
            var token = TestContext.Current.CancellationToken;
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.yaml"), "a: [b\n", token);
            var source = await FolderResourceSource.OpenAsync([folder.FullName], cancellationToken: token);
            var plan = await BackupPlanner.PlanAsync(source, cancellationToken: token);
            plan.Findings.ShouldContain(finding => finding.Id == FindingIds.UnreadableManifest);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_id_binds_from_configuration()
    {
        var converter = TypeDescriptor.GetConverter(typeof(ResourceId));
        converter.ConvertFromInvariantString("Secret/ns/s").ShouldBe(ResourceId.Parse("Secret/ns/s"));
        converter.ConvertToInvariantString(ResourceId.Parse("Secret/ns/s")).ShouldBe("Secret/ns/s");
        Should.Throw<FormatException>(() => converter.ConvertFromInvariantString("nothing"));
    }

    private static bool IsEmpty(Finding finding) =>
        finding is { Id: FindingIds.NothingToBackUp, Severity: FindingSeverity.Error };

    private static ManifestSet Read(string yaml) => new ManifestReader().Read(Encoding.UTF8.GetBytes(yaml), "in.yaml");
}
