using System.Text;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>How a command ended is what the server says of it; where it says nothing, the command may have run.</summary>
public class CommandOutcomeTests
{
    [Theory]
    [InlineData("""{"status":"Success"}""", 0)]
    [InlineData("""{"status":"Failure","details":{"causes":[{"reason":"ExitCode","message":"7"}]},"message":"m"}""", 7)]
    [InlineData(
        """{"status":"Failure","details":{"causes":[{"reason":"Other"},{"reason":"ExitCode","message":"1"}]},"message":"m"}""",
        1
    )]
    public void The_exit_code_is_that_of_the_cause(string status, int code) => ExitCodeIn(status).ShouldBe(code);

    [Theory]
    [InlineData("""{"status":"Failure","message":"lost"}""", "the command's outcome is not known: lost")]
    [InlineData("""{"status":"Failure","details":{"causes":[]},"message":"lost"}""", "not known: lost")]
    [InlineData(
        """{"status":"Failure","details":{"causes":[{"reason":"Other"}]},"message":"lost"}""",
        "not known: lost"
    )]
    [InlineData("no JSON", "cannot be read")]
    [InlineData("{}", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("""{"status":"Failure","details":{},"message":"m"}""", "cannot be read")]
    [InlineData(
        """{"status":"Failure","details":{"causes":[{"reason":"ExitCode","message":"x"}]},"message":"m"}""",
        "cannot be read"
    )]
    public void What_tells_no_exit_code_may_have_run(string status, string said)
    {
        var lost = Should.Throw<ClusterException>(() => ExitCodeIn(status));

        lost.Message.ShouldContain(said);
        lost.Message.ShouldContain("may have run");
        lost.IsTransient.ShouldBeTrue();
    }

    private static int ExitCodeIn(string status) => CommandOutcome.ExitCodeIn("/exec", Encoding.UTF8.GetBytes(status));

    [Theory]
    [InlineData("{\"level\":\"error\",\"msg\":\"VSS provider failed\"}", "runs, and VSS, in the guest.")]
    [InlineData("{\"level\":\"error\"}", "runs in the guest.")]
    public void What_to_look_at_after_a_failed_freeze_depends_on_what_virt_freezer_wrote(string output, string expected)
    {
        var pod = ResourceId.Parse("Pod/ns/virt-launcher-a-x");

        var message = VirtFreezerOutput.FailedFreeze(pod, new CommandResult(1, output));

        message.ShouldStartWith($"virt-freezer failed in {pod} with exit code 1.");
        message.ShouldEndWith(expected);
    }
}
