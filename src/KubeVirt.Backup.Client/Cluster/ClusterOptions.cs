using System.Runtime.CompilerServices;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>How requests to a cluster are sent: sizes, parallelism, tries and waits.</summary>
/// <remarks>
/// Has setters as options of Microsoft.Extensions have, for <c>Configure</c> and for configuration. Change nothing once a
/// client was made with it.
/// </remarks>
public sealed record ClusterOptions
{
    /// <summary>How many objects one page of a list holds at most. Default: 500, as kubectl's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is under 1.</exception>
    public int PageSize
    {
        get;
        set => field = AtLeast(1, value);
    } = 500;

    /// <summary>How many reads of lists run at once, for all plans over one source. Default: 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is under 1.</exception>
    public int Parallelism
    {
        get;
        set => field = AtLeast(1, value);
    } = 4;

    /// <summary>
    /// How many objects are asked for or written at once, one request each, as by an apply, its checks and its waits.
    /// Default: 16.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is under 1.</exception>
    public int ObjectParallelism
    {
        get;
        set => field = AtLeast(1, value);
    } = 16;

    /// <summary>
    /// Up to how many objects of a kind and namespace are asked for one by one, where nothing but names is asked;
    /// above, the kind is listed. Default: 3.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int SingleGets
    {
        get;
        set => field = AtLeast(0, value);
    } = 3;

    /// <summary>
    /// How often a request is tried before its failure counts. Default: 10, with which the waits in between are a minute
    /// at least and two at most, so that a restart of the API server is ridden out.
    /// </summary>
    /// <remarks>
    /// Tried again are 429, 500, 502, 503, 504 and broken connections; a list whose pages expired (410) is read again
    /// from the start as often.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is under 1.</exception>
    public int Attempts
    {
        get;
        set => field = AtLeast(1, value);
    } = 10;

    /// <summary>
    /// How long to wait before the second try; each further wait is twice as long, each is cut by up to half at random.
    /// Default: 500 milliseconds.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait where the server does not say how long. Default: 30 seconds.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Up to which Retry-After a server is waited for, as long as it asks and up to <see cref="RetryDelay"/> longer at
    /// random; where it asks for more, the request fails at once. Default: 5 minutes.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long one request may take to the last byte of its answer. Default: 1 minute, after which an API server gives
    /// up too.
    /// </summary>
    /// <remarks>Source: kube-apiserver's flag <c>--request-timeout</c>.</remarks>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many bytes one answer may have, so that a server or proxy that never ends one does not fill the memory.
    /// Default: 256 MiB, half a MiB for each object of a page; an API server takes none of more than 1.5 MiB. Up to
    /// <see cref="Parallelism"/> answers are held at once.
    /// </summary>
    /// <remarks>Source: etcd's <c>--max-request-bytes</c>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is under 1.</exception>
    public int MaxResponseBytes
    {
        get;
        set => field = AtLeast(1, value);
    } = 256 << 20;

    /// <summary>
    /// Receives each failure that is followed by a wait and another try, from several threads, so that whoever waits
    /// can be shown what for. Default: nobody.
    /// </summary>
    public IProgress<ClusterWait>? Waits { get; set; }

    /// <summary>Chance in the length of waits. Tests choose a seed.</summary>
    internal Random Chance { get; init; } = Random.Shared;

    private static int AtLeast(int least, int value, [CallerMemberName] string property = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, property);
        return value;
    }
}
