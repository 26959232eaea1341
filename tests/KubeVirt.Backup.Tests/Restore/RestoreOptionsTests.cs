using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class RestoreOptionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Options_of_a_command_line_make_a_restore()
    {
        var options = Options(
            "--root VirtualMachine.kubevirt.io/shop/db",
            "--map-namespace shop=copy",
            "--identity unique",
            "--run-strategy hold",
            "--rename-vm shop/db=db2",
            "--rename-owned"
        );
        var restore = options.Apply(Repository.SampleManifests, Token);
        restore
            .Resources.Where(resource => resource.Id.Kind == Kinds.VirtualMachine)
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                machine => machine.Id.ToString().ShouldBe("VirtualMachine.kubevirt.io/copy/db2"),
                machine => machine.StringAt("/spec/runStrategy").ShouldBe("Halted"),
                machine => machine.At("/metadata/annotations/kubevirt-backup~1held-run-state").ShouldNotBeNull()
            );
    }

    [Fact]
    public void What_is_no_option_of_a_restore_is_left_to_others()
    {
        new RestoreOptions()
            .TryAdd("--output", () => throw new InvalidOperationException("nobody may ask"))
            .ShouldBeFalse();
        RestoreOptions
            .Usage.Split(' ')
            .Select(word => word.Trim('[', ']', '.'))
            .Where(word => word.StartsWith("--", StringComparison.Ordinal))
            .ShouldAllBe(option => new RestoreOptions().TryAdd(option, () => Sample(option)));
    }

    [Theory]
    [InlineData("--identity", "both", "--identity is preserve or unique.")]
    [InlineData("--run-strategy", "Sometimes", "Sometimes")]
    [InlineData("--map-namespace", "shop", "'shop' is not of the form A=B.")]
    public void A_value_that_is_none_is_named(string option, string value, string message) =>
        Should.Throw<ArgumentException>(() => Options($"{option} {value}").ToPolicy()).Message.ShouldContain(message);

    [Fact]
    public void All_roots_that_are_absent_are_named() =>
        Should
            .Throw<ArgumentException>(() =>
                Options(
                        "--root VirtualMachine.kubevirt.io/shop/x",
                        "--root VirtualMachine.kubevirt.io/shop/db",
                        "--root Secret/shop/y"
                    )
                    .Apply(Repository.SampleManifests, Token)
            )
            .Message.ShouldBe("The input has no VirtualMachine.kubevirt.io/shop/x, no Secret/shop/y.");

    private static RestoreOptions Options(params string[] words)
    {
        var options = new RestoreOptions();
        foreach (var pair in words.Select(word => word.Split(' ')))
            options.TryAdd(pair[0], () => pair[1]).ShouldBeTrue();
        return options;
    }

    private static string Sample(string option) =>
        option switch
        {
            "--root" => "Secret/a/b",
            "--identity" => "unique",
            "--run-strategy" => "keep",
            "--map-network" => "a/b=c/d",
            "--rename-vm" => "a/b=c",
            "--rename" => "Secret/a/b=c",
            _ => "a=b",
        };
}
