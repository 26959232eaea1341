using KubeVirt.Backup.Testing.Schemas;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>What schemas and a webhook have against an object that is to be written.</summary>
/// <remarks>
/// Sources: Kubernetes staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/validation,
/// staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/errors/statuserror.go.
/// </remarks>
internal sealed class Admission
{
    private readonly Dictionary<GroupKind, CrdSchema> _schemas = [];

    /// <summary>The reason of a refusal, or <see langword="null"/>. Lets all pass unless set.</summary>
    public Func<Resource, string?> Webhook { get; set; } = _ => null;

    /// <summary>Checks objects of a kind from now on.</summary>
    public void Add(CrdSchema schema)
    {
        lock (_schemas)
            _schemas[schema.Kind] = schema;
    }

    /// <summary>The refusal; <see langword="null"/> where an object may be written.</summary>
    public ApiAnswer? Refuse(Resource resource)
    {
        var wrong = Violations(resource);
        if (wrong.Count > 0)
            return Invalid($"{resource.Id.Kind} \"{resource.Id.Name}\" is invalid: {string.Join(", ", wrong)}");

        return Webhook(resource) is { } reason
            ? Invalid($"admission webhook \"test-webhook.example.com\" denied the request: {reason}")
            : null;
    }

    private static ApiAnswer Invalid(string message) => ApiAnswer.Status(422, "Invalid", message);

    private IReadOnlyList<string> Violations(Resource resource)
    {
        lock (_schemas)
            return _schemas.TryGetValue(resource.Id.Kind, out var schema) ? schema.Violations(resource) : [];
    }
}
