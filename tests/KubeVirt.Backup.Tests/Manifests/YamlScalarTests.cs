using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

public class YamlScalarTests
{
    [Theory]
    [MemberData(nameof(YamlTables.Scalars), MemberType = typeof(YamlTables))]
    [MemberData(nameof(YamlTables.Tabs), MemberType = typeof(YamlTables))]
    [MemberData(nameof(YamlTables.Keys), MemberType = typeof(YamlTables))]
    [MemberData(nameof(YamlTables.Merges), MemberType = typeof(YamlTables))]
    public void A_value_means_what_kubectl_says(string yaml, string json) => Manifest.Value(yaml).ShouldBe(json);

    [Theory]
    [InlineData("v: .inf", ".inf")]
    [InlineData("v: -.INF", "-.inf")]
    [InlineData("v: .NaN", ".nan")]
    [InlineData("v: !foo 12", "begins with !")]
    [InlineData("v: !foo {a: 1}", "begins with !")]
    [InlineData("v: !!set {a}", "begins with !")]
    [InlineData("v: !!int 3.5", "!!int")]
    [InlineData("v: !!bool 3", "!!bool")]
    [InlineData("v: !!binary a b", "base64")]
    [InlineData("v: {~: 1}", "null")]
    [InlineData("v: {? [a] : 1}", "key")]
    [InlineData("v: {? {a: 1} : 1}", "key")]
    [InlineData("v: {<<: 3}", "<<")]
    [InlineData("v: {<<: ~}", "<<")]
    [InlineData("b: &b [1]\nv: {<<: *b}", "<<")]
    [InlineData("v: *nowhere", "begins with *")]
    [InlineData("v: &v [*v]", "begins with *")]
    public void What_JSON_cannot_say_is_refused_and_the_next_document_is_read(string yaml, string word)
    {
        var set = Manifest.Read(
            $"{Manifest.Head}{yaml}\n---\n{Manifest.Head.Replace("name: a", "name: next", StringComparison.Ordinal)}"
        );
        set.OnlyFinding(FindingIds.UnreadableManifest).Message.ShouldContain(word);
        set.Findings[0].Message.ShouldStartWith("shop.yaml, document 1, line ");
        set.Names().ShouldBe(["next"]);
    }
}
