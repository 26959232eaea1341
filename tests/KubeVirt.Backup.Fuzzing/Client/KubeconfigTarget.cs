using System.Text;
using k8s.KubeConfigModels;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Kubeconfigs. Those that name a program or a provider are read alone: to connect would run it.</summary>
internal sealed class KubeconfigTarget : FuzzTarget
{
    private const string Secret = "hunter2";

    private static readonly string[] Texts =
    [
        """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{name: here, context: {cluster: c, user: u, namespace: n}}]
            clusters: [{name: c, cluster: {server: "https://example.org:6443/base", tls-server-name: x}}]
            users: [{name: u, user: {token: hunter2}}]
            """,
        """
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: 'https://h', insecure-skip-tls-verify: true}}]
            users: [{name: u, user: {username: a, password: hunter2, as: b, as-groups: [c], as-user-extra: {d: e}}}]
            """,
        """
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: 'https://h', certificate-authority-data: aHVudGVyMg==}}]
            users: [{name: u, user: {client-certificate-data: aHVudGVyMg==, client-key-data: aHVudGVyMg==}}]
            """,
        """
            users:
            - name: u
              user:
                exec: {apiVersion: client.authentication.k8s.io/v1, command: x, args: [a], env: [{name: a, value: b}]}
            - name: v
              user: {auth-provider: {name: oidc, config: {id-token: hunter2}}}
            """,
        "a: &a [*a]\nusers: *a\n? &b [*b]\n: c\n<<: *a\n",
    ];

    public override string Name => "kubeconfig";

    public override string Meaning => "a kubeconfig";

    public override IEnumerable<byte[]> Seeds => Texts.Select(Encoding.UTF8.GetBytes);

    public override IEnumerable<string> Words =>
        [
            "clusters:\n- ",
            "contexts:\n- ",
            "users:\n- ",
            "current-context: ",
            "name: ",
            "user: {",
            "cluster: {",
            "context: {",
            "server: ",
            "https://",
            "tls-server-name: ",
            "certificate-authority-data: ",
            "client-key-data: ",
            "as-groups: [",
            "as-user-extra: {",
            "exec: {",
            "env: [",
            "auth-provider: {",
            "&a ",
            "*a",
            "? ",
            "<<: ",
            "!!str ",
            "---\n",
        ];

    public override int MaxLength => 4 << 10;

    protected override void TryInput(byte[] input)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, input);
            Check(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Check(string file)
    {
        try
        {
            if (RunsNothing(file))
                Kubeconfig.Connect(file).Dispose();
        }
        catch (InvalidDataException e)
        {
            Promise.That(!e.ToString().Contains(Secret, StringComparison.Ordinal), $"the message quotes a secret: {e}");
            Promise.That(e.Message.All(PrintableText.IsPrintable), $"the message does not print: {e.Message}");
        }
    }

    /// <summary>Whether it can be used without a risk. What cannot be read, Connect refuses.</summary>
    private static bool RunsNothing(string file)
    {
        try
        {
            return KubeconfigReader.Read(file).Users.All(user => RunsNothing(user.UserCredentials));
        }
#pragma warning disable CA1031 // Connect meets it, too, and says what it is.
        catch (Exception)
#pragma warning restore CA1031
        {
            return true;
        }
    }

    private static bool RunsNothing(UserCredentials user) =>
        user.ExternalExecution is null && user.AuthProvider is null;
}
