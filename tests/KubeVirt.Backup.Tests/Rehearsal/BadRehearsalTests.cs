using System.Text.Json;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>Targets and steps that somebody wrote by hand, and wrongly.</summary>
public class BadRehearsalTests
{
    [Theory]
    [InlineData("""{"storageClasses":"fast"}""", "storageClasses is not a list")]
    [InlineData("""{"storageClasses":[{"name":"fast","csi":"no"}]}""", "csi is not true or false")]
    [InlineData(
        """{"storageClasses":[{"name":"fast","waitForFirstConsumer":1}]}""",
        "waitForFirstConsumer is not true"
    )]
    [InlineData("""{"storageClasses":[{"csi":true}]}""", "has no name")]
    [InlineData("""{"storageClasses":[7]}""", "has no name")]
    [InlineData("""{"defaultClass":["fast"]}""", "defaultClass is not a text")]
    [InlineData("""{"namespaces":[{"name":"shop"}]}""", "namespaces is not a list of texts")]
    [InlineData("""{"kubeVirt":"v1.9"}""", "kubeVirt is not an object")]
    [InlineData("""{"cdi":["HonorWaitForFirstConsumer"]}""", "cdi is not an object")]
    [InlineData("""{"cdi":{"spec":{"featureGates":{}}}}""", "featureGates is not a list")]
    [InlineData("""{"existing":{}}""", "are a JSON list")]
    [InlineData("[]", "is a JSON object")]
    public void A_target_of_another_form_is_refused_in_a_sentence_that_names_the_member(string json, string said) =>
        Should.Throw<FormatException>(() => RehearsalTarget.Read(JsonElement.Parse(json))).Message.ShouldContain(said);

    [Theory]
    [InlineData("""[{"run":5}]""", "The id of a step")]
    [InlineData("""[{"delete":{"id":7}}]""", "The id of a step")]
    [InlineData("""[{"delete":"VirtualMachine/shop/db"}]""", "lacks 'id'")]
    [InlineData("""[{"patch":{"id":"VirtualMachine/shop/db"}}]""", "lacks 'merge'")]
    [InlineData("""[{"create":{}}]""", "is one of apply, patch, delete, wait and run")]
    [InlineData("[1]", "is a JSON object")]
    [InlineData("{}", "are a JSON list")]
    public void A_step_of_another_form_is_refused_in_a_sentence_that_says_which_there_are(string json, string said) =>
        Should.Throw<FormatException>(() => RehearsalStep.ReadAll(JsonElement.Parse(json))).Message.ShouldContain(said);

    [Fact]
    public void What_is_unknown_is_said_by_one_word_where_nobody_could_read_it()
    {
        var json = """{"storageClasses":"unknown","kubeVirt":"unknown"}""";
        var target = RehearsalTarget.Read(JsonElement.Parse(json));

        target.KnowsClasses.ShouldBeFalse();
        target.KnowsKubeVirt.ShouldBeFalse();
        target.StorageClasses.ShouldBeEmpty();
    }
}
