using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using KubeconfigCluster = k8s.KubeConfigModels.Cluster;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// Reads a kubeconfig into KubernetesClient's types, node by node: the client's own parser works by reflection, which an
/// app that is compiled ahead of time has not.
/// </summary>
/// <remarks>Source: Kubernetes client-go tools/clientcmd/api/v1/types.go.</remarks>
internal sealed class KubeconfigReader
{
    private readonly string _file;

    private KubeconfigReader(string file) => _file = file;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">
    /// It is no kubeconfig; the message says where, and nothing of its secrets.
    /// </exception>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static K8SConfiguration Read(string file)
    {
        var text = File.ReadAllText(file);
        if (KubeconfigShape.ProblemOf(text) is { } problem)
            throw new InvalidDataException($"{file} is no kubeconfig: {problem}.");

        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        if (yaml.Documents.Count == 0)
            throw new InvalidDataException($"{file} is no kubeconfig: it is empty. Write it again.");

        return new KubeconfigReader(file).Configuration(yaml.Documents[0].RootNode);
    }

    private K8SConfiguration Configuration(YamlNode root)
    {
        var config = Map(root, "");
        return new K8SConfiguration
        {
            ApiVersion = Text(config, "", "apiVersion"),
            Kind = Text(config, "", "kind"),
            CurrentContext = Text(config, "", "current-context"),
            Clusters =
            [
                .. Named(config, "clusters", "cluster").Select(item => ClusterOf(item.Name, item.Map, item.At)),
            ],
            Contexts =
            [
                .. Named(config, "contexts", "context").Select(item => ContextOf(item.Name, item.Map, item.At)),
            ],
            Users = [.. Named(config, "users", "user").Select(item => UserOf(item.Name, item.Map, item.At))],
            FileName = Path.GetFullPath(_file),
        };
    }

    private KubeconfigCluster ClusterOf(string name, YamlMappingNode map, string at) =>
        new()
        {
            Name = name,
            ClusterEndpoint = new ClusterEndpoint
            {
                Server = Text(map, at, "server"),
                CertificateAuthority = Text(map, at, "certificate-authority"),
                CertificateAuthorityData = Text(map, at, "certificate-authority-data"),
                TlsServerName = Text(map, at, "tls-server-name"),
                SkipTlsVerify = IsTrue(map, at, "insecure-skip-tls-verify"),
            },
        };

    private Context ContextOf(string name, YamlMappingNode map, string at) =>
        new()
        {
            Name = name,
            ContextDetails = new ContextDetails
            {
                Cluster = Text(map, at, "cluster"),
                User = Text(map, at, "user"),
                Namespace = Text(map, at, "namespace"),
            },
        };

    private User UserOf(string name, YamlMappingNode map, string at) =>
        new()
        {
            Name = name,
            UserCredentials = new UserCredentials
            {
                ClientCertificate = Text(map, at, "client-certificate"),
                ClientCertificateData = Text(map, at, "client-certificate-data"),
                ClientKey = Text(map, at, "client-key"),
                ClientKeyData = Text(map, at, "client-key-data"),
                Token = Text(map, at, "token") ?? TokenIn(map, at),
                UserName = Text(map, at, "username"),
                Password = Text(map, at, "password"),
                Impersonate = Text(map, at, "as"),
                ImpersonateGroups = Texts(map, at, "as-groups"),
                ImpersonateUserExtra = Member(map, "as-user-extra") is { } extra
                    ? Strings(Map(extra, $"{at}/as-user-extra"), $"{at}/as-user-extra")
                    : [],
                ExternalExecution = Member(map, "exec") is { } exec
                    ? ExecOf(Map(exec, $"{at}/exec"), $"{at}/exec")
                    : null,
                AuthProvider = Member(map, "auth-provider") is { } provider
                    ? ProviderOf(Map(provider, $"{at}/auth-provider"), $"{at}/auth-provider")
                    : null,
            },
        };

    private ExternalExecution ExecOf(YamlMappingNode map, string at) =>
        new()
        {
            ApiVersion = Text(map, at, "apiVersion"),
            Command = Text(map, at, "command"),
            InstallHint = Text(map, at, "installHint"),
            ProvideClusterInfo = IsTrue(map, at, "provideClusterInfo"),
            Arguments = [.. Texts(map, at, "args")],
            EnvironmentVariables =
            [
                .. Items(map, at, "env").Select((item, i) => Strings(Map(item, $"{at}/env/{i}"), $"{at}/env/{i}")),
            ],
        };

    private AuthProvider ProviderOf(YamlMappingNode map, string at) =>
        new()
        {
            Name = Text(map, at, "name"),
            Config = Member(map, "config") is { } config ? Strings(Map(config, $"{at}/config"), $"{at}/config") : [],
        };

    /// <summary>The token in a file that is named; a relative name is relative to the kubeconfig.</summary>
    private string? TokenIn(YamlMappingNode map, string at)
    {
        if (Text(map, at, "tokenFile") is not { } name)
            return null;

        var folder = Path.GetDirectoryName(Path.GetFullPath(_file))!;
        return File.ReadAllText(Path.Combine(folder, name)).Trim();
    }

    /// <summary>The items of a list of named maps, such as <c>users</c>.</summary>
    private IEnumerable<(string Name, YamlMappingNode Map, string At)> Named(
        YamlMappingNode map,
        string list,
        string part
    )
    {
        foreach (var (i, item) in Items(map, "", list).Index())
        {
            var at = $"/{list}/{i}";
            var named = Map(item, at);
            var name = Text(named, at, "name") ?? throw Refusal(named, at, "has no name");
            var content = Member(named, part) ?? new YamlMappingNode();
            yield return (name, Map(content, $"{at}/{part}"), $"{at}/{part}");
        }
    }

    private IEnumerable<YamlNode> Items(YamlMappingNode map, string at, string name)
    {
        if (Member(map, name) is not { } list)
            return [];

        return list as YamlSequenceNode ?? throw Refusal(list, $"{at}/{name}", "is no list");
    }

    private List<string> Texts(YamlMappingNode map, string at, string name) =>
        [.. Items(map, at, name).Select((item, i) => Scalar(item, $"{at}/{name}/{i}"))];

    private Dictionary<string, string> Strings(YamlMappingNode map, string at) =>
        map.Children.ToDictionary(
            pair => Scalar(pair.Key, at),
            pair => Scalar(pair.Value, $"{at}/{pair.Key}"),
            StringComparer.Ordinal
        );

    private bool IsTrue(YamlMappingNode map, string at, string name) =>
        Text(map, at, name) is { } text
        && (
            bool.TryParse(text, out var value) ? value : throw Refusal(map, $"{at}/{name}", "is neither true nor false")
        );

    private string? Text(YamlMappingNode map, string at, string name) =>
        Member(map, name) is { } node ? Scalar(node, $"{at}/{name}") : null;

    private string Scalar(YamlNode node, string at) =>
        node is YamlScalarNode { Value: { } text } ? text : throw Refusal(node, at, "is no text");

    private YamlMappingNode Map(YamlNode node, string at) =>
        node as YamlMappingNode ?? throw Refusal(node, at, "is no map");

    /// <summary>A member; <see langword="null"/> where there is none, or nothing in it.</summary>
    private static YamlNode? Member(YamlMappingNode map, string name)
    {
        if (!map.Children.TryGetValue(new YamlScalarNode(name), out var node))
            return null;

        return node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" } ? null : node;
    }

    private InvalidDataException Refusal(YamlNode node, string at, string problem)
    {
        var place = at.Length == 0 ? "the document" : at;
        return new InvalidDataException(
            ShownText.Of(
                $"{_file} is no kubeconfig: line {node.Start.Line}: {place} {problem}. Correct it, or write it again."
            )
        );
    }
}
