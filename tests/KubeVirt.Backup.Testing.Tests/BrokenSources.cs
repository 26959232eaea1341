using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Testing;

/// <summary>A source in memory with one defect, which its properties choose.</summary>
internal sealed class DoublingSource(IReadOnlyList<Resource> objects) : IResourceSource
{
    private readonly MemoryResourceSource _source = new(objects);

    public Func<ResourceQuery, ResourceQuery> Ask { get; init; } = query => query;

    public Func<IEnumerable<Resource>, IEnumerable<Resource>> Answer { get; init; } = all => all;

    public bool NotRead { get; init; }

    public bool FailsOnNothing { get; init; }

    public bool IgnoresToken { get; init; }

    public IResourceSource? Run { get; init; }

    public IResourceSource BeginRun() => Run ?? this;

    public async ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    )
    {
        if (FailsOnNothing && wave.Count == 0)
            throw new ArgumentException("There is nothing to do.");

        var token = IgnoresToken ? CancellationToken.None : cancellationToken;
        var answer = await _source.FetchAsync([.. wave.Select(Ask)], token);
        return new ResourceAnswer([.. Answer(answer.Resources)])
        {
            NotRead = NotRead ? [.. wave.Where(query => query.MayBeAbsent)] : [],
        };
    }
}

/// <summary>Makes an object of every name it is asked for.</summary>
internal sealed class InventingSource : IResourceSource
{
    public ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    )
    {
        var made = wave.SelectMany(
            query => query.Names.Where(ResourceId.IsName),
            (query, name) => new Resource(new ResourceId(query.Kind, query.Namespace, name), "v1", "{}"u8.ToArray())
        );

        return ValueTask.FromResult(new ResourceAnswer([.. made]));
    }
}

/// <summary>Answers with the ids of objects alone.</summary>
internal sealed class BareSource(IReadOnlyList<Resource> objects) : IResourceSource
{
    private readonly MemoryResourceSource _source = new(objects);

    public async ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    )
    {
        var answer = await _source.FetchAsync(wave, cancellationToken);

        return new ResourceAnswer([
            .. answer.Resources.Select(o => new Resource(o.Id, o.ApiVersion, "{}"u8.ToArray())),
        ]);
    }
}

/// <summary>Leaves out one object in every second answer.</summary>
internal sealed class ForgettingSource(IReadOnlyList<Resource> objects) : IResourceSource
{
    private readonly MemoryResourceSource _source = new(objects);
    private int _asked;

    public async ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    )
    {
        var answer = await _source.FetchAsync(wave, cancellationToken);
        var forgets = Interlocked.Increment(ref _asked) % 2 == 0;

        return new ResourceAnswer([.. answer.Resources.Skip(forgets ? 1 : 0)]);
    }
}

/// <summary>Answers one wave at a time: of several it answers the first.</summary>
internal sealed class LonelySource(IReadOnlyList<Resource> objects) : IResourceSource
{
    private readonly MemoryResourceSource _source = new(objects);
    private int _under;

    public async ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _under) > 1)
        {
            Interlocked.Decrement(ref _under);
            throw new InvalidOperationException("Another wave is under way.");
        }

        try
        {
            // Long enough that a second wave, where there is one, comes meanwhile.
            await Task.Delay(20, cancellationToken);
            return await _source.FetchAsync(wave, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _under);
        }
    }
}
