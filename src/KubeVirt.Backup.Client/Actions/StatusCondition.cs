namespace KubeVirt.Backup.Client.Actions;

/// <summary>A condition in the status of an object.</summary>
/// <param name="Type">What it is about, such as <c>Ready</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">Why, in one word; empty where it is not given.</param>
/// <param name="Message">Why, for people; empty where it is not given.</param>
/// <remarks>Source: Kubernetes apimachinery pkg/apis/meta/v1/types.go, Condition.</remarks>
public sealed record StatusCondition(string Type, string Status, string Reason, string Message)
{
    /// <summary>Whether the status is <c>True</c>; <c>Unknown</c> is not.</summary>
    public bool IsTrue => Status == "True";

    /// <summary>Since when it is so; <see langword="null"/> where that is not given.</summary>
    internal DateTimeOffset? Since { get; init; }

    /// <summary>The condition in one line, as <c>Ready=False (Pending): waits for a claim</c>.</summary>
    public override string ToString()
    {
        var reason = Reason.Length == 0 ? "" : $" ({Reason})";
        var message = Message.Length == 0 ? "" : $": {Message}";
        return $"{Type}={Status}{reason}{message}";
    }

    /// <summary>The conditions in the status of an object, in its order.</summary>
    internal static IReadOnlyList<StatusCondition> ReadAll(Resource resource) =>
        [
            .. StatusReader
                .Objects(resource, "/status/conditions")
                .Select(json => new StatusCondition(
                    StatusReader.Text(json, "type"),
                    StatusReader.Text(json, "status"),
                    StatusReader.Text(json, "reason"),
                    StatusReader.Text(json, "message")
                )
                {
                    Since = StatusReader.Time(json, "lastTransitionTime"),
                }),
        ];
}
