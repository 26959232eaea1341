using System.Globalization;
using System.Net;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Freezes and thaws guests by running KubeVirt's <c>virt-freezer</c> in their pods, as Velero's hooks do: for accounts
/// that may not use KubeVirt's own API.
/// </summary>
/// <remarks>
/// <para>
/// virt-freezer ends well without having done anything where there is no guest agent or the domain does not run, a
/// paused one included; only its log tells. Such a freeze is refused here, and
/// such a thaw fails. Unlike the API it does not save the state of a persistent TPM before the freeze.</para>
/// <para>
/// Needs <c>get</c> on <c>virtualmachineinstances</c> in <c>kubevirt.io</c>, <c>list</c> on <c>pods</c>, and <c>get</c>
/// and <c>create</c> on <c>pods/exec</c>. Source: KubeVirt
/// cmd/virt-freezer/virt-freezer.go; pkg/storage/pod/annotations/generator.go.</para>
/// </remarks>
public sealed class ExecGuestFreezer : IGuestFreezer
{
    private const string NoAgent = "No guest agent, exiting";
    private const string NotRunning = "VM domain not running, no need to freeze/unfreeze";
    private readonly KubernetesGuestFreezer _status;
    private readonly ClusterResourceSource _source;
    private readonly PodCommand _command;

    /// <summary>Freezes in a cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public ExecGuestFreezer(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    {
        _status = new KubernetesGuestFreezer(client, options, time);
        _source = new ClusterResourceSource(client, options, time);
        _command = new PodCommand(client, new ClusterConnection(client, options, time));
    }

    /// <inheritdoc/>
    public ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default) =>
        _status.GetStatusAsync(guest, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The timeout is under a second, which virt-freezer takes for "never".
    /// </exception>
    public async ValueTask FreezeAsync(
        ResourceId guest,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.FromSeconds(1));
        var pod = await FindPodAsync(guest, cancellationToken).ConfigureAwait(false)
            ?? throw new FreezeRefusedException($"{guest} runs in no pod. Freeze it when it runs.");
        int code;
        string output;
        try
        {
            (code, output) = await RunAsync(
                    guest,
                    pod,
                    [
                        "--freeze",
                        "--unfreezeTimeoutSeconds",
                        ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                    ],
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (ClusterException e) when (e.StatusCode is < HttpStatusCode.InternalServerError)
        {
            throw new FreezeRefusedException(e.Message, e);
        }

        if (NothingDone(output) is { } why)
            throw new FreezeRefusedException($"virt-freezer froze nothing in {pod}: {why}");
        // It may have frozen all the same: the agent can answer too late.
        if (code != 0)
            throw new IOException(
                $"virt-freezer failed in {pod} with exit code {code}. Look at its log, and check that the guest agent runs{(output.Contains("VSS", StringComparison.Ordinal) ? ", and VSS, " : " ")}in the guest."
            );
    }

    /// <inheritdoc/>
    public async ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        if (await FindPodAsync(guest, cancellationToken).ConfigureAwait(false) is not { } pod)
            return;
        var (code, output) = await RunAsync(guest, pod, ["--unfreeze"], cancellationToken).ConfigureAwait(false);
        if (NothingDone(output) is { } why)
            throw new IOException($"virt-freezer thawed nothing in {pod}: {why}");
        if (code != 0)
            throw new IOException($"virt-freezer failed in {pod} with exit code {code}. Look at its log.");
    }

    private Task<(int ExitCode, string Output)> RunAsync(
        ResourceId guest,
        ResourceId pod,
        IEnumerable<string> flags,
        CancellationToken cancellationToken
    ) =>
        _command.RunAsync(
            pod.Namespace!,
            pod.Name,
            "compute",
            ["/usr/bin/virt-freezer", "--name", guest.Name, "--namespace", guest.Namespace!, .. flags],
            cancellationToken
        );

    private static string? NothingDone(string output) =>
        0 switch
        {
            _ when output.Contains(NoAgent, StringComparison.Ordinal) =>
                "no guest agent answers. Install and start it in the guest.",
            _ when output.Contains(NotRunning, StringComparison.Ordinal) =>
                "the guest is paused, or its domain does not run.",
            _ => null,
        };

    /// <summary>
    /// The pod in which the guest is now: during a migration there are two, and one has ended after it.
    /// </summary>
    private async Task<ResourceId?> FindPodAsync(ResourceId guest, CancellationToken cancellationToken)
    {
        if (await GetStatusAsync(guest, cancellationToken).ConfigureAwait(false) is not { Phase: "Running" } status)
            return null;
        var labels = new Dictionary<string, IReadOnlyCollection<string>> { ["kubevirt.io/created-by"] = [status.Uid] };
        var answer = await _source
            .BeginRun()
            .FetchAsync([new ResourceQuery(Kinds.Pod, guest.Namespace) { Labels = labels }], cancellationToken)
            .ConfigureAwait(false);
        if (answer.Findings.Count > 0)
            throw new IOException(string.Join(' ', answer.Findings.Select(finding => finding.Message)));
        var pods = answer
            .Resources.Where(pod =>
                status.ActivePods.Contains(ActionState.UidOf(pod))
                && pod.StringAt("/metadata/deletionTimestamp") is null
                && pod.StringAt("/status/phase") is null or "Running"
            )
            .ToList();
        var here = pods.Find(pod => pod.StringAt("/spec/nodeName") == status.NodeName)
            ?? (pods.Count == 1 ? pods[0] : null);
        return here?.Id
            ?? throw new IOException(
                $"{guest} runs in a pod that cannot be told: {pods.Count} of its pods are active. Try again when its migration is over."
            );
    }
}
