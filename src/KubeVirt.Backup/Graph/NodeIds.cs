using System.Collections;

namespace KubeVirt.Backup.Graph;

/// <summary>The ids of some nodes, by their numbers: lists of all objects cost a number for each.</summary>
internal sealed class NodeIds(ResourceNode[] nodes, int[] numbers) : IReadOnlyList<ResourceId>
{
    public int Count => numbers.Length;

    public ResourceId this[int index] => nodes[numbers[index]].Id;

    public IEnumerator<ResourceId> GetEnumerator()
    {
        foreach (var n in numbers)
            yield return nodes[n].Id;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
