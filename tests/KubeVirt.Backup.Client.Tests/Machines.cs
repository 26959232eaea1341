namespace KubeVirt.Backup.Client;

/// <summary>Machines as a cluster holds them, as many as a test wants.</summary>
internal static class Machines
{
    public static IEnumerable<Resource> Make(int count, string ns = "shop") =>
        Enumerable
            .Range(0, count)
            .SelectMany(i => Make($"vm-{i:0000}", ns))
            .Prepend(Resource.Parse($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{ns}}}"}}"""));

    /// <summary>A running machine with its instance, pod, volume, claim and Secret.</summary>
    public static IEnumerable<Resource> Make(string name, string ns) =>
        new[]
        {
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"NAMESPACE","name":"NAME","uid":"vm-NAME"},"spec":{"runStrategy":"Always","template":{"spec":{"domain":{"devices":{}},"volumes":[{"name":"root","dataVolume":{"name":"NAME"}},{"name":"init","cloudInitNoCloud":{"secretRef":{"name":"NAME"}}}]}}}}""",
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"namespace":"NAMESPACE","name":"NAME","uid":"vmi-NAME","ownerReferences":[{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"NAME","uid":"vm-NAME","controller":true}]},"spec":{"domain":{"devices":{}}},"status":{"phase":"Running","nodeName":"node1","activePods":{"pod-NAME":"node1"},"guestOSInfo":{"id":"fedora"},"conditions":[{"type":"AgentConnected","status":"True"}]}}""",
            """{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"NAMESPACE","name":"virt-launcher-NAME-x","uid":"pod-NAME","labels":{"kubevirt.io":"virt-launcher","kubevirt.io/created-by":"vmi-NAME"},"ownerReferences":[{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","name":"NAME","uid":"vmi-NAME","controller":true}]},"spec":{"containers":[]}}""",
            """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"namespace":"NAMESPACE","name":"NAME"},"spec":{"source":{"blank":{}},"storage":{}},"status":{"phase":"Succeeded"}}""",
            """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"namespace":"NAMESPACE","name":"NAME"},"spec":{"accessModes":["ReadWriteOnce"],"volumeName":"pv-NAME"}}""",
            """{"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"NAMESPACE","name":"NAME"},"data":{"userdata":"aGVsbG8="}}""",
        }.Select(json =>
            Resource.Parse(
                json.Replace("NAMESPACE", ns, StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal)
            )
        );
}
