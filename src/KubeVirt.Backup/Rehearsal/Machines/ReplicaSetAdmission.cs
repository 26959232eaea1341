namespace KubeVirt.Backup.Rehearsal;

/// <summary>KubeVirt's webhook for replica sets: a set must know the instances again that it makes.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-api/webhooks/validating-webhook/admitters/vmirs-admitter.go. What it says of the template is
/// said of the instances that are made of it.
/// </remarks>
internal static class ReplicaSetAdmission
{
    private const string Webhook = "virtualmachinereplicaset-validator.kubevirt.io";
    private const string Source = "KubeVirt pkg/virt-api/webhooks/validating-webhook/admitters/vmirs-admitter.go";

    /// <summary>Refuses a set that would not know its own instances again.</summary>
    /// <param name="world">The cluster, which does not matter here.</param>
    /// <param name="candidate">What is to be created.</param>
    /// <returns>The refusal; <see langword="null"/> where there is none.</returns>
    public static Verdict? Admit(World world, Candidate candidate)
    {
        if (candidate.Kind != Kinds.VirtualMachineInstanceReplicaSet)
            return null;
        if (candidate.At("/spec/template") is null)
            return Denied("missing virtual machine template.");

        var labels = candidate.At("/spec/template/metadata/labels");
        var isMet = ReplicaCounts.SelectsTemplate(candidate.At("/spec/selector"), labels);
        return isMet ? null : Denied("selector does not match labels.");
    }

    private static Verdict Denied(string cause) => Verdict.Denied(Webhook, 422, "Invalid", cause, Source);
}
