using System.Text.Json;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>Which labels a selector selects, in each form that objects write one.</summary>
public class LabelQueryTests
{
    private const string Both = """{"app":"db","tier":"data"}""";

    [Theory]
    [InlineData("""{"app":"db"}""", Both, true)]
    [InlineData("""{"app":"db","tier":"web"}""", Both, false)]
    [InlineData("""{"app":"db","other":"x"}""", Both, false)]
    [InlineData("""{"k8s:app":"db"}""", Both, true)]
    [InlineData("""{"any:app":"web"}""", Both, false)]
    public void A_map_names_labels_all_of_which_must_be_there(string selector, string labels, bool matches) =>
        Matches(selector, labels).ShouldBe(matches);

    [Theory]
    [InlineData("""{"matchLabels":{"app":"db"}}""", true)]
    [InlineData("""{"matchLabels":{"app":"web"}}""", false)]
    [InlineData("""{"matchLabels":{"app":"db","tier":"web"}}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"In","values":["data","web"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"NotIn","values":["data"]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"gone","operator":"NotIn","values":["data"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"gone","operator":"In","values":["data"]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"Exists"}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"gone","operator":"Exists"}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"gone","operator":"DoesNotExist"}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"DoesNotExist"}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"any:tier","operator":"Exists"}]}""", true)]
    public void Both_parts_of_a_selector_count(string selector, bool matches) =>
        Matches(selector, Both).ShouldBe(matches);

    [Theory]
    [InlineData("web", "data", false)]
    [InlineData("db", "web", false)]
    [InlineData("db", "data", true)]
    public void Labels_and_expressions_must_both_hold(string app, string tier, bool matches) =>
        Matches(
                $$"""{"matchLabels":{"app":"{{app}}"},"matchExpressions":[{"key":"tier","operator":"In","values":["{{tier}}"]}]}""",
                Both
            )
            .ShouldBe(matches);

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"matchLabels":{}}""", true)]
    [InlineData("""{"matchExpressions":[]}""", true)]
    [InlineData("""{"app":"db"}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"Exists"}]}""", false)]
    public void Who_asks_for_no_label_selects_everything(string selector, bool isOfEverything)
    {
        var query = Read(selector)!;

        query.IsOfEverything.ShouldBe(isOfEverything);
        query.Matches(new Dictionary<string, string>()).ShouldBe(isOfEverything);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"app\"")]
    public void What_is_no_object_is_no_selector(string selector) => Read(selector).ShouldBeNull();

    [Theory]
    [InlineData("""{"matchLabels":"app","matchExpressions":[{"key":"app","operator":"Exists"}]}""", true)]
    [InlineData("""{"matchLabels":{"app":"db"},"matchExpressions":"app"}""", true)]
    [InlineData("""{"app":7}""", true)]
    [InlineData("""{"matchExpressions":[7,{"operator":"Exists"},{"key":7}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"Like"}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app"}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"In","values":"db"}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"In","values":[7,"db"]}]}""", true)]
    public void What_is_odd_in_it_is_no_condition_or_one_that_nothing_meets(string selector, bool matches) =>
        Matches(selector, Both).ShouldBe(matches);

    private static LabelQuery? Read(string selector)
    {
        using var document = JsonDocument.Parse(selector);

        return LabelQuery.Read(document.RootElement.Clone());
    }

    private static bool Matches(string selector, string labels) =>
        Read(selector)!.Matches(JsonSerializer.Deserialize<Dictionary<string, string>>(labels)!);
}
