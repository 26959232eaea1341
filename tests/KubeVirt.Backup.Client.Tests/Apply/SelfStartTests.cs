using KubeVirt.Backup.Client.Apply;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What starts guests by itself, and what a kept account lacks.</summary>
public class SelfStartTests
{
    [Theory]
    [InlineData("VirtualMachine", """{"runStrategy":"Always"}""", true)]
    [InlineData("VirtualMachine", """{"running":true}""", true)]
    [InlineData("VirtualMachine", """{"running":false}""", false)]
    [InlineData("VirtualMachine", """{"runStrategy":"Once"}""", true)]
    [InlineData("VirtualMachine", """{"runStrategy":"RerunOnFailure"}""", true)]
    [InlineData("VirtualMachine", """{"runStrategy":"Manual"}""", false)]
    [InlineData("VirtualMachine", """{"runStrategy":"Halted"}""", false)]
    [InlineData("VirtualMachineInstance", "{}", true)]
    [InlineData("VirtualMachineInstanceReplicaSet", "{}", true)]
    [InlineData("VirtualMachineInstanceReplicaSet", """{"paused":true}""", false)]
    [InlineData("VirtualMachineInstanceReplicaSet", """{"paused":"true"}""", true)]
    [InlineData("KubeVirt", """{"running":true}""", false)]
    public void An_object_starts_guests_by_what_its_spec_says(string kind, string spec, bool expected) =>
        SelfStart
            .Has(
                Resource.Parse(
                    $$$"""{"apiVersion":"kubevirt.io/v1","kind":"{{{kind}}}","metadata":{"name":"a","namespace":"ns"},"spec":{{{spec}}}}"""
                )
            )
            .ShouldBe(expected);

    [Theory]
    [InlineData("", "", true)]
    [InlineData("\"automountServiceAccountToken\":false,", "", false)]
    [InlineData("", "\"automountServiceAccountToken\":false,", false)]
    [InlineData("\"automountServiceAccountToken\":true,", "", true)]
    [InlineData("\"automountServiceAccountToken\":false,", "\"automountServiceAccountToken\":false,", true)]
    public void Accounts_mount_tokens_alike_by_what_they_say_or_by_default(
        string wanted,
        string found,
        bool expected
    ) => AccountSecrets.IsMountedAlike(Account(wanted), Account(found)).ShouldBe(expected);

    [Theory]
    [InlineData("\"imagePullSecrets\":[{\"name\":\"b\"},{\"name\":\"a\"}],", "", "b a")]
    [InlineData(
        "\"imagePullSecrets\":[{\"name\":\"a\"}],",
        "\"imagePullSecrets\":[{\"name\":\"a\"},{\"name\":\"b\"}],",
        ""
    )]
    [InlineData("\"imagePullSecrets\":[{\"name\":\"a\"}],\"secrets\":[{\"name\":\"a\"},{\"name\":\"c\"}],", "", "a c")]
    [InlineData("\"secrets\":[{\"name\":\"a\"}],", "\"imagePullSecrets\":[{\"name\":\"a\"}],", "a")]
    [InlineData("\"secrets\":[{},{\"name\":\"a\"}],", "", "a")]
    [InlineData("\"secrets\":{\"name\":\"a\"},", "", "")]
    public void What_a_kept_account_lacks_is_told_once_and_in_order(string wanted, string found, string expected) =>
        string.Join(' ', AccountSecrets.Lost(Account(wanted), Account(found))).ShouldBe(expected);

    private static Resource Account(string members) =>
        Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"ServiceAccount",{{{members}}}"metadata":{"name":"a","namespace":"ns"}}"""
        );
}
