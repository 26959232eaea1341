using System.Collections;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Formats;

/// <summary>What a notebook does to show a value, which finds everything by its name.</summary>
public class NotebookFormatterTests
{
    private static readonly BackupPlan Plan = BackupPlanner.Plan(Repository.SampleManifests);

    public static TheoryData<object> Values =>
        [Plan, Plan.Graph, Plan.Findings[0], Plan.Roots[0], RestorePresets.Unique.Apply(Plan.Graph, NameMap.Empty)];

    [Theory]
    [MemberData(nameof(Values))]
    public void A_type_leads_to_its_formatter_in_HTML(object value)
    {
        var shown = Show(value, value.GetType(), "text/html");

        shown.ShouldNotBeNull();
        shown.ShouldStartWith("<");
        shown.Length.ShouldBeLessThan(250_000);
    }

    [Theory]
    [InlineData(typeof(IEnumerable<Finding>))]
    [InlineData(typeof(IEnumerable<RestoreVerdict>))]
    [InlineData(typeof(IEnumerable<ResourceId>))]
    public void A_list_has_a_formatter_that_any_type_leads_to(Type list)
    {
        object value =
            list == typeof(IEnumerable<Finding>) ? Plan.Findings
            : list == typeof(IEnumerable<ResourceId>) ? Plan.Roots
            : Plan.Judge();

        Show(value, list, "text/html", typeof(Finding)).ShouldNotBeNull().ShouldContain("shop/cache");
    }

    [Fact]
    public void A_plan_is_text_where_there_is_no_HTML() =>
        Show(Plan, typeof(BackupPlan), "text/plain").ShouldBe(Plan.ToText());

    private static string? Show(object value, Type type, string mimeType, Type? from = null)
    {
        var attribute = (from ?? type)
            .GetCustomAttributes(inherit: true)
            .Single(candidate => candidate.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)Get(attribute, "FormatterSourceType"))!;
        var formatters = (IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!;
        foreach (var formatter in formatters)
        {
            if ((string)Get(formatter, "MimeType") != mimeType || (Type)Get(formatter, "Type") != type)
                continue;

            using var writer = new StringWriter();
            var hasWritten = formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer]);
            hasWritten.ShouldBe(true);
            return writer.ToString();
        }

        return null;
    }

    private static object Get(object from, string property) => from.GetType().GetProperty(property)!.GetValue(from)!;
}
