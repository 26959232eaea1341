using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>All references of one relation between two objects, drawn as one edge.</summary>
/// <param name="From">Position of the first object in the drawing.</param>
/// <param name="To">Position of the second object in the drawing.</param>
/// <param name="Relation">What the references mean.</param>
/// <param name="IsRequired">Whether one of them is required.</param>
internal readonly record struct DrawnEdge(int From, int To, Relation Relation, bool IsRequired);
