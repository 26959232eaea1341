using KubeVirt.Backup.Client.Apply;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Whether an object that is there says all that a restored one does.</summary>
public class SameContentTests
{
    [Theory]
    [InlineData("""{"spec":{"a":1}}""", """{"spec":{"a":1}}""", true)]
    [InlineData("""{"spec":{"a":1}}""", """{"spec":{"a":2}}""", false)]
    [InlineData("""{"spec":{"a":1,"b":2}}""", """{"spec":{"a":1}}""", true)]
    [InlineData("""{"spec":{"a":1}}""", """{"spec":{"a":1,"b":2}}""", false)]
    [InlineData("""{"data":{"a":"x"}}""", """{"spec":{"a":1}}""", false)]
    [InlineData("""{"spec":{"a":{"b":{"c":1}}}}""", """{"spec":{"a":{"b":{"c":2}}}}""", false)]
    [InlineData("""{"spec":{"a":"x"}}""", """{"spec":{"a":{"b":1}}}""", false)]
    public void All_that_is_wanted_must_be_there(string found, string wanted, bool expected) =>
        SameContent.Holds(Map(found), Map(wanted)).ShouldBe(expected);

    [Theory]
    [InlineData("""{"spec":{"a":[1,2]}}""", """{"spec":{"a":[1,2]}}""", true)]
    [InlineData("""{"spec":{"a":[1,2]}}""", """{"spec":{"a":[2,1]}}""", false)]
    [InlineData("""{"spec":{"a":[1,2]}}""", """{"spec":{"a":[1]}}""", false)]
    [InlineData("""{"spec":{"a":[1]}}""", """{"spec":{"a":[1,2]}}""", false)]
    [InlineData("""{"spec":{"a":[{"b":1,"c":2}]}}""", """{"spec":{"a":[{"b":1}]}}""", true)]
    [InlineData("""{"spec":{"a":[{"b":1}]}}""", """{"spec":{"a":[{"b":2}]}}""", false)]
    public void Lists_are_compared_item_by_item(string found, string wanted, bool expected) =>
        SameContent.Holds(Map(found), Map(wanted)).ShouldBe(expected);

    [Theory]
    [InlineData("""{}""", """{"spec":{}}""", true)]
    [InlineData("""{"spec":{}}""", """{"spec":{"a":{}}}""", true)]
    [InlineData("""{"spec":{}}""", """{"spec":{"a":[]}}""", true)]
    [InlineData("""{"spec":{}}""", """{"spec":{"a":null}}""", true)]
    [InlineData("""{"spec":{"a":null}}""", """{"spec":{"a":[]}}""", true)]
    [InlineData("""{"spec":{}}""", """{"spec":{"a":[1]}}""", false)]
    [InlineData("""{"spec":{}}""", """{"spec":{"a":{"b":1}}}""", false)]
    [InlineData("""{"spec":{}}""", """{"spec":{"a":""}}""", false)]
    [InlineData("""{"spec":{}}""", """{"spec":{"a":false}}""", false)]
    [InlineData("""{"spec":{"a":null}}""", """{"spec":{"a":[1]}}""", false)]
    public void What_servers_leave_out_need_not_be_there(string found, string wanted, bool expected) =>
        SameContent.Holds(Map(found), Map(wanted)).ShouldBe(expected);

    [Theory]
    [InlineData("\"1Gi\"", "\"1024Mi\"", true)]
    [InlineData("\"1\"", "1", true)]
    [InlineData("\"1Gi\"", "\"1G\"", false)]
    [InlineData("\"a\"", "\"b\"", false)]
    [InlineData("true", "false", false)]
    [InlineData("true", "\"true\"", false)]
    public void Two_spellings_of_a_quantity_are_one(string found, string wanted, bool expected) =>
        SameContent
            .Holds(Map($$$"""{"spec":{"a":{{{found}}}}}"""), Map($$$"""{"spec":{"a":{{{wanted}}}}}"""))
            .ShouldBe(expected);

    [Fact]
    public void Metadata_and_status_do_not_count() =>
        SameContent
            .Holds(
                Map("""{"status":{"phase":"Bound"}}"""),
                Resource.Parse(
                    """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"other","namespace":"ns","labels":{"a":"b"}},"status":{"phase":"Lost"}}"""
                )
            )
            .ShouldBeTrue();

    private static Resource Map(string members)
    {
        var rest = members.Length > 2 ? "," + members[1..] : "}";

        return Resource.Parse(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"ns"}""" + rest
        );
    }
}
