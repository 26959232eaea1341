#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// Backs up the machines of a namespace of a live cluster: discover, freeze, CSI snapshots, thaw, archive.
using k8s;
using KubeVirt.Backup;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Planning;

const string Usage =
    "usage: live-backup.cs --kubeconfig FILE --namespace NS [--vm NAME] --output ARCHIVE [--freeze] [--snapshot]";
try
{
    var (kubeconfig, ns, vm, output, freeze, snapshot) = (
        (string?)null,
        (string?)null,
        (string?)null,
        (string?)null,
        false,
        false
    );
    for (var i = 0; i < args.Length; i++)
    {
        string Value() =>
            ++i < args.Length ? args[i] : throw new ArgumentException($"{args[^1]} needs a value. {Usage}");
        switch (args[i])
        {
            case "--kubeconfig":
                kubeconfig = Value();
                break;
            case "--namespace":
                ns = Value();
                break;
            case "--vm":
                vm = Value();
                break;
            case "--output":
                output = Value();
                break;
            case "--freeze":
                freeze = true;
                break;
            case "--snapshot":
                snapshot = true;
                break;
            case var option:
                throw new ArgumentException($"There is no option {option}. {Usage}");
        }
    }

    if (kubeconfig is null || ns is null || output is null)
        throw new ArgumentException(Usage);
    using Kubernetes client = Kubeconfig.Connect(kubeconfig);
    var snapshots = new VolumeSnapshots(client);
    IReadOnlyList<ClaimSnapshot> claims = [];
    // KubeVirt's API where the account may use it, else virt-freezer in the pods. What is not to be frozen needs
    // neither.
    IGuestFreezer freezer = freeze ? await GuestFreezers.ByRightsAsync(client, ns) : new KubernetesGuestFreezer(client);
    var session = new BackupSession(new ClusterResourceSource(client), freezer);
    var report = await session.RunAsync(
        new BackupOptions
        {
            Plan = new PlanOptions
            {
                Namespace = ns,
                Roots = vm is null ? null : [new ResourceId(Kinds.VirtualMachine, ns, vm)],
            },
            Freezes = freeze,
            Archive = output,
            Prepare = async (plan, token) =>
                claims = snapshot
                    ? await snapshots.PrepareAsync(
                        plan.Volumes,
                        $"backup-{DateTimeOffset.UtcNow:yyyyMMddHHmmss}",
                        token
                    )
                    : [],
            Snapshot = !snapshot
                ? null
                : async (work, token) =>
                {
                    claims = await snapshots.CreateAsync(claims, null, token);
                    var taken = await snapshots.WaitAsync(
                        claims,
                        SnapshotMoment.Taken,
                        new WaitOptions { Limit = work.Remaining ?? TimeSpan.FromMinutes(10) },
                        cancellationToken: token
                    );
                    return [.. taken.Select(claim => claim.Time)];
                },
            Export = async (plan, token) =>
            {
                // What was not cut while guests were frozen is cut now that they are thawed; their verdicts say what it
                // is worth.
                claims = await snapshots.WaitAsync(claims, SnapshotMoment.Taken, cancellationToken: token);
                foreach (var claim in claims)
                    Console.WriteLine($"{claim.Claim}: {claim.Problem?.Message ?? $"snapshot {claim.Snapshot}"}");
            },
        }
    );
    Console.Write(report.Plan.ToText());
    foreach (var verdict in report.Verdicts)
        Console.WriteLine(verdict);
    Console.WriteLine($"archive: {report.Archive}");
    return report.Plan.HasErrors || claims.Any(claim => claim.Problem is not null) ? 1 : 0;
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message.ReplaceLineEndings(" "));
    return 2;
}
