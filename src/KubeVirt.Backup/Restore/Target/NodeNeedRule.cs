namespace KubeVirt.Backup.Restore;

/// <summary>One row: a field that asks for something which a node must have.</summary>
/// <param name="Path">Where it stands below the spec; a star stands for every item or member.</param>
/// <param name="What">What it asks for, in words.</param>
/// <param name="Form">How it is written. Default: as a text.</param>
internal sealed record NodeNeedRule(string Path, string What, NodeNeedForm Form = NodeNeedForm.Text);
