using System.Security.Authentication;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Tells a server that is not trusted from a connection that broke while it was set up.</summary>
/// <remarks>
/// HttpClient calls both a failure of the secure connection. Source: dotnet/runtime ConnectHelper.cs,
/// EstablishSslConnectionAsync, which wraps whatever SslStream throws: an AuthenticationException where a certificate or
/// protocol is refused, an IOException where the other end closed or reset the connection, as a server does that stops
/// or starts.
/// </remarks>
internal static class TlsFailures
{
    /// <summary>Whether the cause is that one end refuses the other, which the next try does not change.</summary>
    /// <param name="e">What was thrown, with its causes.</param>
    public static bool IsDistrust(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
                return true;
        }

        return false;
    }
}
