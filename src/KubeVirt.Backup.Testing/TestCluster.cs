using System.Text;
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Testing.Schemas;
using KubeVirt.Backup.Testing.Server;

namespace KubeVirt.Backup.Testing;

/// <summary>
/// A cluster for tests: an API server in this process, over HTTPS on the loopback, that holds objects, freezes guests, knows
/// users, and fails on demand. It needs no cluster, no container and no file.
/// </summary>
/// <remarks>
/// <para>
/// It answers as kube-apiserver and KubeVirt's own API were seen to answer, in codes and in words: discovery, lists in pages
/// with label selectors, metadata alone, create, update, merge patch, server-side apply with owners of fields, dry run,
/// deletion with preconditions, finalizers and garbage collection, access reviews, freeze, unfreeze, exec of virt-freezer,
/// exports. Watches are not served.
/// </para>
/// <para>
/// No controller runs in it: <see cref="Controllers"/> is where a test lets one work. Safe for use from several threads.
/// </para>
/// </remarks>
/// <example>
/// <code language="csharp">
/// TestMachine machine = TestMachines.Create("db", "shop").WithDataVolume("root").Running();
/// await using TestCluster cluster = await TestCluster.StartAsync(machine.Resources);
/// using Kubernetes admin = cluster.CreateClient();
///
/// // The guest freezes, and the answer gets lost.
/// cluster.Break(new Fault(FaultKind.ResetAfter) { Path = "/freeze" });
/// await using FreezeSession session = await FreezeSession.StartAsync(
///     new KubernetesGuestFreezer(admin),
///     [machine.Guest]
/// );
/// await session.ThawAsync();
/// Console.WriteLine(cluster.Guest(machine.Guest).IsFrozen);
/// </code>
/// </example>
public sealed class TestCluster : IAsyncDisposable
{
    /// <summary>The user that may do everything.</summary>
    public const string Administrator = "admin";

    private readonly ApiServer _server;

    private TestCluster(ApiServer server) => _server = server;

    /// <summary>Starts a cluster that listens at a free port.</summary>
    /// <param name="resources">
    /// What it holds; the namespaces of these objects are there, too. Default: nothing. See <see cref="Add"/>.
    /// </param>
    /// <param name="time">
    /// The clock of its guests and of what comes late, so that a test lets time pass. Default: the system's.
    /// </param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<TestCluster> StartAsync(
        IEnumerable<Resource>? resources = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        var cluster = new TestCluster(new ApiServer([], time ?? TimeProvider.System));
        cluster.AddUser(Administrator);
        cluster.Add(resources ?? []);
        await cluster._server.StartAsync(cancellationToken).ConfigureAwait(false);
        return cluster;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_server.Url);

    /// <summary>All objects as they are now, ordered by id.</summary>
    public IReadOnlyList<Resource> Resources => _server.Store.All;

    /// <summary>All requests so far, in the order in which they came.</summary>
    public IReadOnlyList<TestRequest> Requests => _server.Requests;

    /// <summary>How long each answer takes at least, by the system's clock. Default: nothing.</summary>
    public TimeSpan Latency
    {
        get => _server.Latency;
        set => _server.Latency = value;
    }

    /// <summary>
    /// What a validating webhook has against an object that is to be written: a reason, with which it is refused, or
    /// <see langword="null"/>. Default: nothing against any.
    /// </summary>
    public Func<Resource, string?> Webhook
    {
        get => _server.Admission.Webhook;
        set => _server.Admission.Webhook = value;
    }

    /// <summary>
    /// What controllers do; called before each request for objects, so that it comes to see the work as done. Default: nothing.
    /// </summary>
    public Action Controllers
    {
        get => _server.Controllers;
        set => _server.Controllers = value;
    }

    /// <summary>How a client of a user connects. Each call makes another one.</summary>
    /// <param name="user">
    /// <see cref="Administrator"/>, or who was added by <see cref="AddUser"/>; anybody else is answered with 401.
    /// </param>
    public KubernetesClientConfiguration ConfigurationOf(string user = Administrator) =>
        new()
        {
            Host = _server.Url,
            AccessToken = user,
            SslCaCerts = [_server.Certificates.Authority],
        };

    /// <summary>A client of a user, which its caller disposes of.</summary>
    /// <param name="user">As in <see cref="ConfigurationOf"/>.</param>
    public Kubernetes CreateClient(string user = Administrator) => new(ConfigurationOf(user));

    /// <summary>The text of a kubeconfig file with which <see cref="Administrator"/> connects, for programs.</summary>
    public string Kubeconfig
    {
        get
        {
            var pem = _server.Certificates.Authority.ExportCertificatePem();
            var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
            return $$$"""
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "{{{_server.Url}}}", certificate-authority-data: "{{{authority}}}"} }]
                users: [{name: u, user: {token: "{{{Administrator}}}"} }]
                contexts: [{name: c, context: {cluster: c, user: u} }]

                """;
        }
    }

    /// <summary>Adds somebody with the rights of rules, and of nothing else; without rules with all rights.</summary>
    /// <param name="name">The name, which is the token, too.</param>
    /// <param name="rules">What is allowed.</param>
    public void AddUser(string name, params TestRule[] rules) => _server.Users[name] = new ApiUser(name, rules);

    /// <summary>
    /// Puts objects as they are, without admission, over those of their ids; namespaces that they are in are made.
    /// </summary>
    /// <remarks>
    /// A CustomResourceDefinition works: its kind is served, and what breaks its schema is refused with 422 from then on.
    /// </remarks>
    /// <param name="resources">The objects. One without a UID gets one.</param>
    public void Add(params IEnumerable<Resource> resources)
    {
        List<Resource> added = [.. resources];
        _server.Store.Seed(added);
        foreach (var definition in added.Where(CrdSchema.IsDefinition))
            Serve(CrdSchema.Read(definition));
    }

    /// <summary>An object as it is now; <see langword="null"/> where there is none.</summary>
    /// <param name="id">Its id.</param>
    public Resource? Find(ResourceId id) =>
        _server.Store.Find(id) is { } found ? Resource.Parse(found.ToJsonString()) : null;

    /// <summary>Removes an object, whatever its finalizers, and what it alone owned.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(ResourceId id) => _server.Store.Collect(id);

    /// <summary>Writes the status of an object, as its controller does.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="status">The status, as JSON.</param>
    /// <exception cref="KeyNotFoundException">There is no such object.</exception>
    public void SetStatus(ResourceId id, string status)
    {
        var stored = _server.Store.Find(id) ?? throw new KeyNotFoundException($"There is no {id}.");
        stored["status"] = JsonNode.Parse(status);
        _server.Store.Put(id, stored);
    }

    /// <summary>How a guest behaves when it is frozen, and what happened to it.</summary>
    /// <param name="id">The VirtualMachineInstance, whether it is there yet or not.</param>
    public TestGuest Guest(ResourceId id) => _server.Guests.Of(id);

    /// <summary>Lets something go wrong. Of several faults the oldest that fits a request hits it.</summary>
    /// <param name="fault">What, and for which requests from now on.</param>
    public void Break(Fault fault) => _server.Break(fault);

    /// <summary>Forgets all faults, for requests from now on.</summary>
    public void Repair() => _server.Repair();

    /// <summary>Serves a further kind or version. The kinds that the library knows are served from the start.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="version">The version, such as <c>v1beta1</c>.</param>
    /// <param name="isNamespaced">Whether its objects are in namespaces. Default: they are.</param>
    public void Serve(GroupKind kind, string version, bool isNamespaced = true) =>
        _server.Types.Add(new ApiType(kind, version, isNamespaced));

    /// <summary>Serves a kind no longer, in no version, as where its CustomResourceDefinition is absent.</summary>
    /// <param name="kind">The kind.</param>
    public void Withdraw(GroupKind kind) => _server.Types.RemoveAll(type => type.Kind == kind);

    /// <summary>Gives a claim bytes, which VirtualMachineExports serve.</summary>
    /// <param name="claim">The name of the claim.</param>
    /// <param name="content">The bytes.</param>
    public void Fill(string claim, byte[] content) => _server.Exports.Volumes[claim] = content;

    /// <summary>Stops it at once; open requests break off.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Serves what a definition defines, and checks it from now on.</summary>
    private void Serve(CrdSchema schema)
    {
        _server.Admission.Add(schema);
        foreach (var (version, _) in schema.Versions)
        {
            if (!_server.Types.Exists(type => type.Kind == schema.Kind && type.Version == version))
                _server.Types.Add(new ApiType(schema.Kind, version, schema.IsNamespaced) { Plural = schema.Plural });
        }
    }

    /// <summary>What stands behind it, for our own tests.</summary>
    internal ApiServer Api => _server;

    /// <summary>The objects, for our own tests.</summary>
    internal ApiStore Store => _server.Store;
}
