using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

public class YamlScalarTests
{
    /// <summary>
    /// YAML and the JSON it means; where kubectl rounds or changes nothing but the spelling, ours is the exact one.
    /// </summary>
    public static TheoryData<string, string> Scalars =>
        new()
        {
            { "v: y", "true" },
            { "v: Yes", "true" },
            { "v: ON", "true" },
            { "v: true", "true" },
            { "v: TRUE", "true" },
            { "v: tRue", "\"tRue\"" },
            { "v: n", "false" },
            { "v: No", "false" },
            { "v: off", "false" },
            { "v: False", "false" },
            { "v:", "null" },
            { "v: ~", "null" },
            { "v: null", "null" },
            { "v: Null", "null" },
            { "v: NULL", "null" },
            { "v: nULL", "\"nULL\"" },
            { "v: 010", "8" },
            { "v: 0o10", "8" },
            { "v: 0O10", "8" },
            { "v: 0x1F", "31" },
            { "v: 0X1f", "31" },
            { "v: 0b11", "3" },
            { "v: 0B11", "3" },
            { "v: 08", "8" },
            { "v: 0o8", "\"0o8\"" },
            { "v: 0b12", "\"0b12\"" },
            { "v: 0x", "\"0x\"" },
            { "v: 0xG", "\"0xG\"" },
            { "v: 00", "0" },
            { "v: +5", "5" },
            { "v: -5", "-5" },
            { "v: -0", "-0" },
            { "v: -010", "-8" },
            { "v: -0x1F", "-31" },
            { "v: +0x1F", "31" },
            { "v: -0o10", "-8" },
            { "v: -0b11", "-3" },
            { "v: 1_000", "1000" },
            { "v: 1__0", "10" },
            { "v: 1_", "1" },
            { "v: +_1", "1" },
            { "v: _1", "\"_1\"" },
            { "v: 0_7", "7" },
            { "v: 0x_1F", "31" },
            { "v: 0b1_1", "3" },
            { "v: 1_000.5", "1000.5" },
            { "v: 1e3", "1000" },
            { "v: 1.e3", "1000" },
            { "v: .5e3", "500" },
            { "v: 1e+5", "100000" },
            { "v: 1.5E2", "150" },
            { "v: 15e-1", "1.5" },
            { "v: 09e1", "90" },
            { "v: 12e", "\"12e\"" },
            { "v: 2.50", "2.50" },
            { "v: .5", "0.5" },
            { "v: +.5", "0.5" },
            { "v: -.5", "-0.5" },
            { "v: 1.", "1" },
            { "v: 00.50", "0.50" },
            { "v: .5_0", "0.50" },
            { "v: .", "\".\"" },
            { "v: .5.", "\".5.\"" },
            { "v: .e5", "\".e5\"" },
            { "v: 1E400", "\"1E400\"" },
            { "v: 0x1p-2", "\"0x1p-2\"" },
            { "v: 1,000", "\"1,000\"" },
            { "v: 1e21", "1e21" },
            { "v: 9007199254740993", "9007199254740993" },
            { "v: 18446744073709551615", "18446744073709551615" },
            { "v: 18446744073709551616", "18446744073709551616" },
            { "v: -9223372036854775809", "-9223372036854775809" },
            { "v: 123456789012345678901234567890", "123456789012345678901234567890" },
            { "v: 0xFFFFFFFFFFFFFFFFF", "\"0xFFFFFFFFFFFFFFFFF\"" },
            { "v: 0xFFFFFFFFFFFFFFFF", "18446744073709551615" },
            { "v: -0x8000000000000001", "\"-0x8000000000000001\"" },
            { "v: -0x8000000000000000", "-9223372036854775808" },
            { "v: 0777777777777777777777777", "777777777777777777777777" },
            { "v: 2001-01-01", "\"2001-01-01\"" },
            { "v: 2001-12-14t21:59:43.10-05:00", "\"2001-12-14t21:59:43.10-05:00\"" },
            { "v: 1:30:00", "\"1:30:00\"" },
            { "v: 1.2.3", "\"1.2.3\"" },
            { "v: 10.0.0.0/8", "\"10.0.0.0/8\"" },
            { "v: NaN", "\"NaN\"" },
            { "v: nan", "\"nan\"" },
            { "v: Infinity", "\"Infinity\"" },
            { "v: =", "\"=\"" },
            { "v: +", "\"+\"" },
            { "v: --1", "\"--1\"" },
            { "v: +-1", "\"+-1\"" },
            { "v: \"010\"", "\"010\"" },
            { "v: 'yes'", "\"yes\"" },
            { "v: |-\n  1", "\"1\"" },
            { "v: >-\n  true", "\"true\"" },
            { "v: \"\"", "\"\"" },
            { "v: !!str 1", "\"1\"" },
            { "v: !!str", "\"\"" },
            { "v: !!str ~", "\"~\"" },
            { "v: !!int \"3\"", "3" },
            { "v: !!float 3", "3" },
            { "v: !!float 010", "8" },
            { "v: !!bool \"yes\"", "true" },
            { "v: !!null \"\"", "null" },
            { "v: !!binary aGVsbG8=", "\"hello\"" },
            { "v: !!binary |\n  aGVs\n  bG8=", "\"hello\"" },
            { "v: ! 12", "\"12\"" },
            { "v: !!map {a: 1}", "{\"a\":1}" },
            { "v: !!seq [1]", "[1]" },
            { "v: [a, {b: c}, 1]", "[\"a\",{\"b\":\"c\"},1]" },
            { "v: {}", "{}" },
            { "v: []", "[]" },
            { "v: \"a\\tb\\u00e9\\x41\\n\"", "\"a\\tb\u00e9A\\n\"" },
            { "v: \U0001F600", "\"\U0001F600\"" },
            { "v: 1\t# c", "1" },
            { "v: a\tb", "\"a\\tb\"" },
            { "v: |\n  a\n  \tb", "\"a\\n\\tb\\n\"" },
        };

    /// <summary>Tabs that YAML allows as separation; kubectl's reader refuses some of them.</summary>
    public static TheoryData<string, string> Tabs =>
        new()
        {
            { "v:\t1", "1" },
            { "v: \t1", "1" },
            { "v:\t\"a\"", "\"a\"" },
            { "v:\n- \ta", "[\"a\"]" },
            { "v:\n-\ta", "[\"a\"]" },
            { "v:\t[1,\t2]", "[1,2]" },
            { "v:\t|\n  a", "\"a\\n\"" },
            { "v: 1 \t", "1" },
            { "v: {a:\t1}", "{\"a\":1}" },
        };

    public static TheoryData<string, string> Keys =>
        new()
        {
            { "v: {1: d}", "{\"1\":\"d\"}" },
            { "v: {010: d}", "{\"8\":\"d\"}" },
            { "v: {yes: d}", "{\"true\":\"d\"}" },
            { "v: {n: d}", "{\"false\":\"d\"}" },
            { "v: {2001-01-01: d}", "{\"2001-01-01\":\"d\"}" },
            { "v: {1.50: d}", "{\"1.5\":\"d\"}" },
            { "v: {1e3: d}", "{\"1000\":\"d\"}" },
            { "v: {1e6: d}", "{\"1e+06\":\"d\"}" },
            { "v: {1234567.5: d}", "{\"1.2345675e+06\":\"d\"}" },
            { "v: {123456.5: d}", "{\"123456.5\":\"d\"}" },
            { "v: {0.00001: d}", "{\"1e-05\":\"d\"}" },
            { "v: {0.0001: d}", "{\"0.0001\":\"d\"}" },
            { "v: {0.1: d}", "{\"0.1\":\"d\"}" },
            { "v: {16777217.0: d}", "{\"1.6777216e+07\":\"d\"}" },
            { "v: {-2.5: d}", "{\"-2.5\":\"d\"}" },
            { "v: {0.0: d}", "{\"0\":\"d\"}" },
            { "v: {100000.0: d}", "{\"100000\":\"d\"}" },
            { "v: {.inf: d}", "{\".inf\":\"d\"}" },
            { "v: {!!str 1: d}", "{\"1\":\"d\"}" },
            { "v: {!!binary aGk=: d}", "{\"hi\":\"d\"}" },
            { "v: {\"\": d}", "{\"\":\"d\"}" },
            { "v:\n  ? a\n  : b", "{\"a\":\"b\"}" },
        };

    public static TheoryData<string, string> Merges =>
        new()
        {
            { "b: &b {x: 1, z: 2}\nv: {<<: *b, z: 3}", "{\"x\":1,\"z\":3}" },
            { "b: &b {x: 1, z: 2}\nv: {z: 3, <<: *b}", "{\"z\":2,\"x\":1}" },
            { "b: &b {x: 1}\nc: &c {x: 2, z: 1}\nv: {<<: [*b, *c]}", "{\"x\":1,\"z\":1}" },
            { "v: {<<: {q: 1}}", "{\"q\":1}" },
            { "v: {<<: [{q: 1}, {q: 2}]}", "{\"q\":1}" },
            { "v: {<<: {}}", "{}" },
            { "v: {!!merge <<: {q: 1}}", "{\"q\":1}" },
            { "v: {\"<<\": {q: 1}}", "{\"<<\":{\"q\":1}}" },
            { "b: &b {x: 1, <<: {z: 1}}\nv: {<<: *b, <<: {z: 7}}", "{\"x\":1,\"z\":7}" },
            { "v: {<<: {p: 1}, r: &r {<<: {q: 1}}, s: *r}", "{\"p\":1,\"r\":{\"q\":1},\"s\":{\"q\":1}}" },
            { "w: &w 1\nv: [*w, *w]", "[1,1]" },
            { "w: &w key\nv: {*w : 1}", "{\"key\":1}" },
            { "v: {&k key: *k}", "{\"key\":\"key\"}" },
            { "w: &w {a: &x [1]}\nv: [*x, *w]", "[[1],{\"a\":[1]}]" },
            { "a: &a 1\nb: &a 2\nv: *a", "2" },
        };

    [Theory]
    [MemberData(nameof(Scalars))]
    [MemberData(nameof(Tabs))]
    [MemberData(nameof(Keys))]
    [MemberData(nameof(Merges))]
    public void A_value_means_what_kubectl_says(string yaml, string json) => Manifest.Value(yaml).ShouldBe(json);

    [Theory]
    [InlineData("v: .inf", ".inf")]
    [InlineData("v: -.INF", "-.inf")]
    [InlineData("v: .NaN", ".nan")]
    [InlineData("v: !foo 12", "!foo")]
    [InlineData("v: !foo {a: 1}", "!foo")]
    [InlineData("v: !!set {a}", "set")]
    [InlineData("v: !!int 3.5", "!!int")]
    [InlineData("v: !!bool 3", "!!bool")]
    [InlineData("v: !!binary a b", "base64")]
    [InlineData("v: {~: 1}", "null")]
    [InlineData("v: {? [a] : 1}", "key")]
    [InlineData("v: {? {a: 1} : 1}", "key")]
    [InlineData("v: {<<: 3}", "<<")]
    [InlineData("v: {<<: ~}", "<<")]
    [InlineData("b: &b [1]\nv: {<<: *b}", "<<")]
    [InlineData("v: *nowhere", "*nowhere")]
    [InlineData("v: &v [*v]", "*v")]
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
