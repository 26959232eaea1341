using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>No rule of the model without the upstream file that it follows.</summary>
public class SourceTests
{
    [Fact]
    public void Every_controller_names_the_file_that_it_follows()
    {
        var models = typeof(ControllerModel)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ControllerModel)) && !type.IsAbstract);
        var sources = models.Select(type => ((ControllerModel)Activator.CreateInstance(type)!).Source).ToList();

        sources.Count.ShouldBeGreaterThan(10);
        sources.ShouldAllBe(source =>
            source.Contains("pkg/", StringComparison.Ordinal) && source.EndsWith(".go", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Everything_that_is_told_names_its_source()
    {
        var report = Play.Run(Play.Machine("Always"), "wait", Play.Claim(), Play.Volume());

        report.Story.ShouldNotBeEmpty();
        report.Story.ShouldAllBe(told => told.Source.Contains("pkg/", StringComparison.Ordinal));
        report.Refusals.ShouldAllBe(refusal => refusal.Source.Contains("pkg/", StringComparison.Ordinal));
    }
}
