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
/// paused one included; only its output says so. Such a freeze is refused here, and such a thaw fails. Unlike the API
/// it does not save the state of a persistent TPM before the freeze.
/// </para>
/// <para>
/// Needs <c>get</c> on <c>virtualmachineinstances</c> and <c>virtualmachines</c> in <c>kubevirt.io</c>, <c>list</c> on
/// <c>pods</c>, and <c>get</c> and <c>create</c> on <c>pods/exec</c>. Source: KubeVirt
/// cmd/virt-freezer/virt-freezer.go; pkg/storage/pod/annotations/generator.go.
/// </para>
/// </remarks>
public sealed class ExecGuestFreezer : IGuestFreezer
{
    private readonly KubernetesGuestFreezer _status;
    private readonly ClusterResourceSource _source;
    private readonly PodCommand _command;

    /// <summary>Creates a freezer for the guests of one cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
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
    public ValueTask<MachineStatus?> GetMachineAsync(
        ResourceId machine,
        CancellationToken cancellationToken = default
    ) => _status.GetMachineAsync(machine, cancellationToken);

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
            ?? throw new FreezeRefusedException($"{guest} runs in no pod. Freeze it when it runs.")
            {
                IsBeforeFreeze = true,
            };

        var seconds = ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        CommandResult result;
        try
        {
            result = await RunAsync(guest, pod, ["--freeze", "--unfreezeTimeoutSeconds", seconds], cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ClusterException e)
            when (e.StatusCode is < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout)
        {
            throw new FreezeRefusedException(e.Message, e) { IsBeforeFreeze = true };
        }

        if (VirtFreezerOutput.WhyNothingDone(result.Output) is { } why)
            throw new FreezeRefusedException($"virt-freezer froze nothing in {pod}: {why}") { IsBeforeFreeze = true };
        // It may have frozen all the same: the agent can answer too late.
        if (result.ExitCode != 0)
            throw new IOException(VirtFreezerOutput.FailedFreeze(pod, result));
    }

    /// <inheritdoc/>
    public async ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        if (await FindPodAsync(guest, cancellationToken).ConfigureAwait(false) is not { } pod)
            return;

        var result = await RunAsync(guest, pod, ["--unfreeze"], cancellationToken).ConfigureAwait(false);
        if (VirtFreezerOutput.WhyNothingDone(result.Output) is { } why)
            throw new IOException($"virt-freezer thawed nothing in {pod}: {why}");
        if (result.ExitCode != 0)
            throw new IOException($"virt-freezer failed in {pod} with exit code {result.ExitCode}. Look at its log.");
    }

    private Task<CommandResult> RunAsync(
        ResourceId guest,
        ResourceId pod,
        IEnumerable<string> flags,
        CancellationToken cancellationToken
    )
    {
        string[] command = ["/usr/bin/virt-freezer", "--name", guest.Name, "--namespace", guest.Namespace!, .. flags];
        return _command.RunAsync(pod, "compute", command, cancellationToken);
    }

    /// <summary>
    /// The launcher pod in which the guest is now; <see langword="null"/> where it does not run. During a migration
    /// there are two, and one has ended after it.
    /// </summary>
    /// <exception cref="IOException">The pods cannot be read, or it is not certain which one it is.</exception>
    private async Task<ResourceId?> FindPodAsync(ResourceId guest, CancellationToken cancellationToken)
    {
        var status = await GetStatusAsync(guest, cancellationToken).ConfigureAwait(false);
        if (status is not { Phase: "Running" })
            return null;

        var labels = new Dictionary<string, IReadOnlyCollection<string>> { ["kubevirt.io/created-by"] = [status.Uid] };
        var query = new ResourceQuery(Kinds.Pod, guest.Namespace) { Labels = labels };
        var answer = await _source.BeginRun().FetchAsync([query], cancellationToken).ConfigureAwait(false);
        if (answer.Findings.Count > 0)
            throw new IOException(string.Join(' ', answer.Findings.Select(finding => finding.Message)));

        var active = answer.Resources.Where(pod => IsActive(pod, status)).ToList();
        var here = active.Find(pod => pod.StringAt("/spec/nodeName") == status.NodeName);
        if (here is null && active.Count == 1)
            here = active[0];
        if (here is null)
        {
            throw new IOException(
                $"It is not certain in which pod {guest} runs: {active.Count} of its pods are active. "
                    + "Try again when its migration is over."
            );
        }

        return here.Id;
    }

    private static bool IsActive(Resource pod, GuestStatus status) =>
        status.ActivePods.Contains(ActionState.UidOf(pod))
        && !ResourceMetadata.IsBeingDeleted(pod)
        && pod.StringAt("/status/phase") is null or "Running";
}
