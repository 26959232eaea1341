using System.Text.RegularExpressions;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Checks the length of names where something that follows from them may be no longer than a label, and the form of names
/// that become host names of a cluster's DNS.
/// </summary>
/// <remarks>
/// Sources: Kubernetes apimachinery pkg/util/validation (LabelValueMaxLength, DNS-1035 for Services); KubeVirt
/// pkg/storage/backend-storage/backend-storage.go, which labels the claim of the state with the whole name;
/// pkg/util/net/dns/sanitize.go, which cuts the host name; pkg/apimachinery/labels.go, which shortens the name in labels of
/// pods, so that those do not matter.
/// </remarks>
internal static partial class NameLimits
{
    /// <summary>The most characters of a label's value, of a host name and of a Service's name.</summary>
    private const int MaxLabel = 63;

    /// <summary>Reports a name that does not fit.</summary>
    /// <param name="context">The object, as the whole pipeline has left it.</param>
    public static void Check(RestoreContext context)
    {
        var now = context.Names.Map(context.Id);
        var isRenamed = now.Name != context.Id.Name;
        if (now.Kind == Kinds.Service && isRenamed && !IsServiceName(now.Name))
            Report(
                context,
                FindingSeverity.Error,
                $"'{now.Name}' can name no Service: that is a DNS label which begins with a letter and has {MaxLabel} "
                    + "characters at most. Choose another name."
            );
        if (!IsGuest(context.Id.Kind) || now.Name.Length <= MaxLabel)
            return;

        if (KeepsState(context))
            Report(
                context,
                FindingSeverity.Error,
                $"The name has {now.Name.Length} characters. KubeVirt writes it into the label {BackendStorage.Label} of "
                    + $"the claim that keeps the guest's TPM or EFI state, and a label's value has {MaxLabel} characters "
                    + "at most, so the machine does not start. Give it a shorter name."
            );
        else if (isRenamed && HostnameFollows(context, now.Name))
            Report(
                context,
                FindingSeverity.Warning,
                $"The guest's host name follows from the machine's name and is cut to {MaxLabel} characters. Set "
                    + "spec.hostname, or give the machine a shorter name."
            );
    }

    /// <summary>Whether an object is one guest, which is called as it is.</summary>
    private static bool IsGuest(GroupKind kind) => kind == Kinds.VirtualMachine || kind == Kinds.VirtualMachineInstance;

    /// <summary>Whether a guest has a claim for its state, or KubeVirt will make one.</summary>
    private static bool KeepsState(RestoreContext context)
    {
        var domain = MachineSpec.PointerIn(context.Id.Kind) + "/domain";
        var hasTpm =
            IsTrue(context, domain + "/devices/tpm/persistent") && !IsFalse(context, domain + "/devices/tpm/enabled");

        return hasTpm
            || IsTrue(context, domain + "/firmware/bootloader/efi/persistent")
            || StateClaims.Of(context.Graph, context.Id).Any();
    }

    /// <summary>Whether the host name is made of the first part of the name, and that part is too long.</summary>
    private static bool HostnameFollows(RestoreContext context, string name)
    {
        var hostname = context.Draft.StringAt(MachineSpec.PointerIn(context.Id.Kind) + "/hostname");

        return string.IsNullOrEmpty(hostname) && name.Split('.')[0].Length > MaxLabel;
    }

    /// <summary>Whether a flag is set.</summary>
    private static bool IsTrue(RestoreContext context, string pointer) =>
        context.Draft.At(pointer)?.ToJsonString() == "true";

    /// <summary>Whether a flag is written down and not set.</summary>
    private static bool IsFalse(RestoreContext context, string pointer) =>
        context.Draft.At(pointer)?.ToJsonString() == "false";

    /// <summary>Whether a text can name a Service, whose rule is stricter than that of other objects.</summary>
    private static bool IsServiceName(string name) => name.Length <= MaxLabel && ServiceName().IsMatch(name);

    /// <summary>Reports the name at the place where everybody looks for it.</summary>
    private static void Report(RestoreContext context, FindingSeverity severity, string message) =>
        context.Report(FindingIds.NameTooLong, severity, "/metadata/name", message);

    /// <summary>A DNS label that begins with a letter.</summary>
    [GeneratedRegex(@"\A[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex ServiceName();
}
