using System.Text.Json;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>Objects in which something is there many times: in one machine, or around many machines.</summary>
internal static class Crowds
{
    /// <summary>Each with its name, and what makes it of a given size.</summary>
    public static IReadOnlyList<(string Name, Func<int, IEnumerable<Resource>> Make)> All { get; } =
    [
        ("interfaces and networks of one machine", Interfaces),
        ("networks annotation of one machine", NetworksAnnotation),
        ("hook sidecars of one machine", Sidecars),
        ("volumes of one machine", Volumes),
        ("owners of one object", Owners),
        ("snapshots of one machine", Snapshots),
        ("machines with a Service each, and one policy for all", Services),
        ("machines with a budget each, by expressions", Budgets),
        ("machines with one account and its rights", Accounts),
    ];

    private static IEnumerable<Resource> Interfaces(int count) =>
        [
            Machine(
                "vm",
                new
                {
                    domain = new { devices = new { interfaces = Many(count, n => new { name = $"n{n}" }) } },
                    networks = Many(count, n => new { name = $"n{n}", multus = new { networkName = $"net-{n}" } }),
                }
            ),
        ];

    private static IEnumerable<Resource> NetworksAnnotation(int count)
    {
        var selections = JsonSerializer.Serialize(Many(count, n => new { name = $"net-{n}" }));

        return [Machine("vm", annotations: new() { ["k8s.v1.cni.cncf.io/networks"] = selections })];
    }

    private static IEnumerable<Resource> Sidecars(int count)
    {
        var hooks = JsonSerializer.Serialize(Many(count, n => new
            {
                configMap = new
                {
                    name = $"hook-{n}",
                    key = "run.sh",
                    hookPath = "/run",
                },
            }));

        return [Machine("vm", annotations: new() { ["hooks.kubevirt.io/hookSidecars"] = hooks })];
    }

    private static IEnumerable<Resource> Volumes(int count)
    {
        var machine = Machine(
            "vm",
            new
            {
                domain = new { devices = new { disks = Many(count, n => new { name = $"d{n}", serial = $"s{n}" }) } },
                volumes = Many(count, n => new
                {
                    name = $"d{n}",
                    persistentVolumeClaim = new { claimName = $"claim-{n}" },
                }),
            }
        );
        var claims = Many(count, n => Object("v1", "PersistentVolumeClaim", $"claim-{n}", new { spec = new { } }));

        return claims.Prepend(machine);
    }

    private static IEnumerable<Resource> Owners(int count)
    {
        var owners = Many(count, n => new
        {
            apiVersion = "v1",
            kind = "ConfigMap",
            name = $"owner-{n}",
            uid = $"u-{n}",
        });
        var metadata = new
        {
            name = "owned",
            @namespace = "shop",
            ownerReferences = owners,
        };
        var owned = Parse(
            new
            {
                apiVersion = "v1",
                kind = "Secret",
                metadata,
            }
        );

        return Many(count, n => Object("v1", "ConfigMap", $"owner-{n}", new { })).Prepend(owned);
    }

    private static IEnumerable<Resource> Snapshots(int count)
    {
        var source = new
        {
            apiGroup = "kubevirt.io",
            kind = "VirtualMachine",
            name = "vm",
        };
        var snapshots = Many(count, n =>
            Object(
                "snapshot.kubevirt.io/v1beta1",
                "VirtualMachineSnapshot",
                $"snapshot-{n}",
                new { spec = new { source } }
            )
        );

        return snapshots.Prepend(Machine("vm"));
    }

    private static IEnumerable<Resource> Services(int count)
    {
        var policy = new { spec = new { podSelector = new { }, ingress = Array.Empty<object>() } };
        var services = Many(count, n =>
            Object("v1", "Service", $"web-{n}", new { spec = new { selector = new { app = $"a-{n}" } } })
        );

        return LabelledMachines(count)
            .Concat(services)
            .Append(Object("networking.k8s.io/v1", "NetworkPolicy", "all", policy));
    }

    private static IEnumerable<Resource> Budgets(int count)
    {
        var budgets = Many(count, n =>
        {
            var matchExpressions = new[]
            {
                new
                {
                    key = "app",
                    @operator = "In",
                    values = new[] { $"a-{n}" },
                },
            };
            var spec = new { selector = new { matchExpressions } };

            return Object("policy/v1", "PodDisruptionBudget", $"budget-{n}", new { spec });
        });

        return LabelledMachines(count).Concat(budgets);
    }

    private static IEnumerable<Resource> Accounts(int count)
    {
        const string Rbac = "rbac.authorization.k8s.io";
        var account = new { name = "a", serviceAccount = new { serviceAccountName = "runner" } };
        var rights = new
        {
            subjects = new[] { new { kind = "Group", name = "system:serviceaccounts:shop" } },
            roleRef = new
            {
                apiGroup = Rbac,
                kind = "Role",
                name = "run",
            },
        };

        return Many(count, n => Machine($"vm-{n}", new { volumes = new[] { account } }))
            .Append(Object("v1", "ServiceAccount", "runner", new { }))
            .Append(Object($"{Rbac}/v1", "Role", "run", new { }))
            .Append(Object($"{Rbac}/v1", "RoleBinding", "rights", rights));
    }

    private static IEnumerable<Resource> LabelledMachines(int count) =>
        Many(count, n => Machine($"vm-{n}", labels: new() { ["app"] = $"a-{n}" }));

    private static Resource Machine(
        string name,
        object? spec = null,
        Dictionary<string, string>? labels = null,
        Dictionary<string, string>? annotations = null
    )
    {
        var template = new { metadata = new { labels, annotations }, spec = spec ?? new { } };

        return Object(
            "kubevirt.io/v1",
            "VirtualMachine",
            name,
            new { spec = new { runStrategy = "Halted", template } }
        );
    }

    private static Resource Object(string apiVersion, string kind, string name, object body)
    {
        var json = JsonSerializer.SerializeToNode(body)!.AsObject();
        json["apiVersion"] = apiVersion;
        json["kind"] = kind;
        var metadata = new
        {
            name,
            @namespace = "shop",
            uid = name.Replace("owner-", "u-", StringComparison.Ordinal),
        };
        json["metadata"] = JsonSerializer.SerializeToNode(metadata);

        return Parse(json);
    }

    private static Resource Parse(object value) => Resource.Parse(JsonSerializer.SerializeToUtf8Bytes(value, Options));

    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static IEnumerable<T> Many<T>(int count, Func<int, T> make) => Enumerable.Range(0, count).Select(make);
}
