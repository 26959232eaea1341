using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

public class LabelSelectorTests
{
    private static readonly Resource Web = Resource.Parse(
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"n","labels":{"app":"web","tier":"","example.org/size":"10","big":"99999999999"}}}"""
    );

    [Theory]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("! absent", true)]
    [InlineData("app=web", true)]
    [InlineData("app == web", true)]
    [InlineData("app=db", false)]
    [InlineData("app!=db", true)]
    [InlineData("absent!=db", true)]
    [InlineData("absent=db", false)]
    [InlineData("app in (db, web)", true)]
    [InlineData("app in (db)", false)]
    [InlineData("absent in (db)", false)]
    [InlineData("app notin (db,cache)", true)]
    [InlineData("app notin (web)", false)]
    [InlineData("absent notin (web)", true)]
    [InlineData("tier=", true)]
    [InlineData("tier in (,a)", true)]
    [InlineData("example.org/size>9", true)]
    [InlineData("example.org/size > 10", false)]
    [InlineData("example.org/size<11", true)]
    [InlineData("big>99999999998", true)]
    [InlineData("app>1", false)]
    [InlineData("app<1", false)]
    [InlineData("absent<1", false)]
    [InlineData("in in (a)", false)]
    [InlineData("notin", false)]
    [InlineData("app=web,tier,!absent", true)]
    [InlineData("app=web,tier=x", false)]
    public void A_selector_takes_what_Kubernetes_would_take(string text, bool expected) =>
        LabelSelector.Parse(text).Matches(Web).ShouldBe(expected);

    [Theory]
    [InlineData("app=", true)]
    [InlineData("=web", false, 0, "key")]
    [InlineData("app==web,", false, 9, "key")]
    [InlineData("app in web", false, 7, "'('")]
    [InlineData("app in (web", false, 11, "',' or ')'")]
    [InlineData("app in (web db)", false, 12, "',' or ')'")]
    [InlineData("app web", false, 4, "'='")]
    [InlineData("app=we b", false, 7, "',' or the end")]
    [InlineData("a/b/c", false, 0, "key")]
    [InlineData("Ünder=1", false, 0, "key")]
    [InlineData("app=-web", false, 4, "value")]
    [InlineData("app>many", false, 4, "integer")]
    [InlineData("!app=1", false, 4, "',' or the end")]
    [InlineData("app,,tier", false, 4, "key")]
    public void A_selector_that_does_not_parse_says_where_and_what_was_expected(
        string text,
        bool isFine,
        int position = 0,
        string expected = ""
    )
    {
        if (isFine)
        {
            LabelSelector.Parse(text);
            return;
        }

        var error = Should.Throw<SelectorException>(() => LabelSelector.Parse(text));
        error.Position.ShouldBe(position);
        error.Expected.ShouldContain(expected);
        error.Message.ShouldContain($"position {position}");
    }

    [Fact]
    public void A_selector_reads_back_its_own_text() =>
        Requirements.Sample(texts =>
        {
            var selector = LabelSelector.Parse(string.Join(" , ", texts));
            var again = LabelSelector.Parse(selector.ToString());
            again.ToString().ShouldBe(selector.ToString());
            again
                .Requirements.Select(requirement => requirement.Operator)
                .ShouldBe(selector.Requirements.Select(requirement => requirement.Operator));
        });

    [Fact]
    public void No_text_makes_the_parser_fail_otherwise() =>
        Gen.String[Gen.Char["ab1/.-_ =!(),<>in\t\0é"], 0, 20]
            .Sample(text =>
            {
                try
                {
                    LabelSelector.Parse(text);
                }
                catch (SelectorException e)
                {
                    e.Position.ShouldBeInRange(0, text.Length);
                }
            });

    private static Gen<string[]> Requirements =>
        Gen.OneOf(
            new[]
            {
                "a",
                "!a",
                "a=b",
                "a!=b",
                "x.org/a==b",
                "a in (b,c)",
                "a in (b)",
                "a notin (b,c)",
                "a notin (b)",
                "a>1",
                "a<-1",
                "a=",
                "in in (in)",
            }
                .Select(Gen.Const)
                .ToArray()
        ).Array[1, 5];
}
