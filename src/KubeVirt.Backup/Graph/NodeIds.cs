using System.Collections;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// The ids of some nodes as a list that stores their numbers only, so that a list of all objects costs four bytes each.
/// </summary>
internal sealed class NodeIds(ResourceNode[] nodes, int[] numbers) : IReadOnlyList<ResourceId>
{
    public int Count => numbers.Length;

    public ResourceId this[int index] => nodes[numbers[index]].Id;

    public IEnumerator<ResourceId> GetEnumerator()
    {
        foreach (var number in numbers)
            yield return nodes[number].Id;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
