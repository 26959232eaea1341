namespace KubeVirt.Backup.Findings;

/// <summary>
/// The ids of all findings, grouped by thousand: 1 graph, 2 manifests, 3 plans, 4 restore, 5 live clusters. An id is never used
/// again for something else. <c>docs/findings.md</c> holds cause and remedy of each.
/// </summary>
public static class FindingIds
{
    /// <summary>A reference names an object that was not found.</summary>
    public const string MissingReference = "KVB1001";

    /// <summary>A field has another JSON type than the API gives it.</summary>
    public const string UnexpectedType = "KVB1002";

    /// <summary>A reference holds a text that can be no name.</summary>
    public const string InvalidReference = "KVB1003";

    /// <summary>Objects need each other in a circle.</summary>
    public const string NeedsCycle = "KVB1004";

    /// <summary>Objects own each other in a circle.</summary>
    public const string OwnerCycle = "KVB1005";

    /// <summary>A resolver failed with an exception.</summary>
    public const string ResolverFailed = "KVB1006";

    /// <summary>A root that was asked for was not found.</summary>
    public const string MissingRoot = "KVB1007";

    /// <summary>A file is neither YAML nor JSON, or breaks off.</summary>
    public const string UnreadableManifest = "KVB2001";

    /// <summary>A document is no Kubernetes object: no kind, no apiVersion or no name.</summary>
    public const string NotAResource = "KVB2002";

    /// <summary>A mapping holds the same key twice.</summary>
    public const string DuplicateKey = "KVB2003";

    /// <summary>The same object stands in the input more than once.</summary>
    public const string DuplicateResource = "KVB2004";

    /// <summary>A document is nested too deeply, or its aliases expand to too much.</summary>
    public const string DocumentTooLarge = "KVB2005";

    /// <summary>The input holds no Kubernetes object at all.</summary>
    public const string NoResources = "KVB2006";
}
