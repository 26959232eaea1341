using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>How far a restored object is, by its kind and what controllers say of it.</summary>
public class ReadinessTests
{
    [Theory]
    [InlineData("PersistentVolumeClaim", """{"phase":"Bound"}""", nameof(ReadyState.Ready))]
    [InlineData("PersistentVolumeClaim", """{"phase":"Pending"}""", nameof(ReadyState.Pending))]
    [InlineData("PersistentVolumeClaim", """{"phase":"Lost"}""", nameof(ReadyState.Failed))]
    [InlineData("PersistentVolumeClaim", "{}", nameof(ReadyState.Pending))]
    [InlineData("DataVolume", """{"phase":"Succeeded"}""", nameof(ReadyState.Ready))]
    [InlineData("DataVolume", """{"phase":"Pending"}""", nameof(ReadyState.Pending))]
    [InlineData("DataVolume", """{"phase":"WaitForFirstConsumer"}""", nameof(ReadyState.WaitsForConsumer))]
    [InlineData("DataVolume", """{"phase":"PendingPopulation"}""", nameof(ReadyState.WaitsForConsumer))]
    [InlineData("DataVolume", """{"phase":"Failed"}""", nameof(ReadyState.Failed))]
    [InlineData("VirtualMachine", """{"printableStatus":"Stopped"}""", nameof(ReadyState.Ready))]
    [InlineData("VirtualMachine", """{"printableStatus":"Provisioning"}""", nameof(ReadyState.Pending))]
    [InlineData(
        "VirtualMachine",
        """{"printableStatus":"Stopped","conditions":[{"type":"Failure","status":"True"}]}""",
        nameof(ReadyState.Pending)
    )]
    [InlineData(
        "VirtualMachine",
        """{"printableStatus":"Stopped","conditions":[{"type":"Failure","status":"False"}]}""",
        nameof(ReadyState.Ready)
    )]
    [InlineData("Secret", "{}", nameof(ReadyState.Ready))]
    public void The_state_is_read_by_kind(string kind, string status, string expected) =>
        Readiness.StateOf(Parse(kind, status), waitsForConsumer: false).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("PersistentVolumeClaim", """{"phase":"Pending"}""", nameof(ReadyState.WaitsForConsumer))]
    [InlineData("PersistentVolumeClaim", "{}", nameof(ReadyState.Pending))]
    [InlineData("PersistentVolumeClaim", """{"phase":"Bound"}""", nameof(ReadyState.Ready))]
    [InlineData("DataVolume", """{"phase":"Pending"}""", nameof(ReadyState.Pending))]
    public void A_claim_that_waits_for_a_pod_is_as_far_as_it_comes(string kind, string status, string expected) =>
        Readiness.StateOf(Parse(kind, status), waitsForConsumer: true).ToString().ShouldBe(expected);

    [Fact]
    public void What_is_gone_or_is_being_deleted_has_failed()
    {
        Readiness.StateOf(null, false).ShouldBe(ReadyState.Failed);
        var deleted = Parse("Secret", "{}", "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\",");
        Readiness.StateOf(deleted, false).ShouldBe(ReadyState.Failed);

        var gone = Readiness.Problem(deleted.Id, null);
        (gone.Severity, gone.Path).ShouldBe((FindingSeverity.Error, null));
        gone.Message.ShouldStartWith("The restored object is gone.");
        var going = Readiness.Problem(deleted.Id, deleted);
        (going.Severity, going.Path).ShouldBe((FindingSeverity.Error, "/metadata/deletionTimestamp"));
    }

    [Theory]
    [InlineData("""{"runStrategy":"Always"}""", false)]
    [InlineData("""{"running":true}""", false)]
    [InlineData("""{"runStrategy":"Halted"}""", true)]
    [InlineData("""{"runStrategy":"RerunOnFailure"}""", true)]
    public void A_machine_that_is_to_run_always_is_not_well_where_it_is_stopped(string spec, bool isReady)
    {
        var machine = Parse("VirtualMachine", """{"printableStatus":"Stopped"}""", spec: spec);

        (Readiness.StateOf(machine, false) == ReadyState.Ready).ShouldBe(isReady);
        if (!isReady)
            Readiness.Problem(machine.Id, machine).Message.ShouldStartWith("The machine is Stopped, although");
    }

    [Theory]
    [InlineData(
        "PersistentVolumeClaim",
        """{"phase":"Pending"}""",
        "The object is Pending, not Bound. Look at the events"
    )]
    [InlineData("DataVolume", "{}", "The object is without a state, not Succeeded. Look at the conditions")]
    [InlineData(
        "VirtualMachine",
        """{"printableStatus":"Provisioning"}""",
        "The object is Provisioning, not Stopped or Running or Paused or Starting or Migrating."
    )]
    [InlineData(
        "VirtualMachine",
        """{"printableStatus":"Stopped","conditions":[{"type":"Failure","status":"True","reason":"FailedCreate","message":"no claim"}]}""",
        "The object reports FailedCreate: no claim. Look at the conditions of the machine"
    )]
    public void A_finding_says_what_is_and_what_should_be(string kind, string status, string expected)
    {
        var found = Parse(kind, status);

        var finding = Readiness.Problem(found.Id, found);

        finding.Severity.ShouldBe(FindingSeverity.Warning);
        finding.Path.ShouldNotBeNull().ShouldStartWith("/status/");
        finding.Message.ShouldStartWith(expected);
    }

    [Fact]
    public void A_machine_that_reports_a_failure_and_is_stopped_tells_of_the_failure()
    {
        const string Stopped =
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a","namespace":"ns"},"spec":{"runStrategy":"Always"},"status":{"printableStatus":"Stopped","conditions":[{"type":"Failure","status":"True","reason":"FailedFindInstancetype","message":"it is gone"}]}}""";
        var machine = Resource.Parse(Stopped);

        Readiness
            .Problem(machine.Id, machine)
            .Message.ShouldStartWith("The object reports FailedFindInstancetype: it is gone.");
    }

    private static Resource Parse(string kind, string status, string metadata = "", string spec = "{}")
    {
        var version = kind switch
        {
            "DataVolume" => "cdi.kubevirt.io/v1beta1",
            "VirtualMachine" => "kubevirt.io/v1",
            _ => "v1",
        };

        return Resource.Parse(
            $$$"""{"apiVersion":"{{{version}}}","kind":"{{{kind}}}","metadata":{{{{metadata}}}"name":"a","namespace":"ns"},"spec":{{{spec}}},"status":{{{status}}}}"""
        );
    }
}
