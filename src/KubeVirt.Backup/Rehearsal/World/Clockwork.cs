namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// Lets the controllers work until none has anything left to do. Changes wake those that watch them; the quicker ones
/// act first; who failed tries again once something has changed, as a work queue with back-off does.
/// </summary>
/// <remarks>Source: client-go util/workqueue, controller-runtime pkg/internal/controller.</remarks>
internal sealed class Clockwork
{
    // A set settles in some twenty rounds an object; more are a circle, and a rehearsal ends in any case.
    private const int RoundsForEach = 200;
    private const int LeastRounds = 20_000;

    private readonly World _world;
    private readonly (ControllerModel Controller, Queue<ResourceId> Queue, HashSet<ResourceId> Waiting)[] _controllers;
    private readonly Dictionary<(ControllerModel, ResourceId), int> _failed = [];

    public Clockwork(World world, IEnumerable<ControllerModel> controllers)
    {
        _world = world;
        _controllers =
        [
            .. controllers.Select(controller => (controller, new Queue<ResourceId>(), new HashSet<ResourceId>())),
        ];
    }

    /// <summary>Runs until nothing changes any more.</summary>
    /// <returns>Whether it came to rest; <see langword="false"/> where the controllers go round in a circle.</returns>
    /// <exception cref="OperationCanceledException">The rehearsal was cancelled.</exception>
    public bool Settle(CancellationToken cancellationToken)
    {
        var rounds = Math.Max(LeastRounds, _world.All.Count * RoundsForEach);
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Deliver();
            if (!RunOne(Pace.AtOnce) && !RetryFailed() && !RunOne(Pace.Soon) && !RunOne(Pace.Later))
                return true;
        }

        return false;
    }

    /// <summary>Tells the controllers what changed; each notes whom it must look at.</summary>
    private void Deliver()
    {
        while (_world.Changes.TryDequeue(out var change))
        {
            foreach (var (controller, queue, waiting) in _controllers)
            {
                foreach (var id in controller.Watch(_world, change))
                {
                    if (waiting.Add(id))
                        queue.Enqueue(id);
                }
            }
        }
    }

    /// <summary>Lets the first controller of a pace that has something to do look at one object.</summary>
    private bool RunOne(Pace pace)
    {
        foreach (var (controller, queue, waiting) in _controllers)
        {
            if (controller.Pace != pace || !queue.TryDequeue(out var id))
                continue;

            waiting.Remove(id);
            Run(controller, id);
            return true;
        }

        return false;
    }

    /// <summary>Lets a controller look at an object, and notes whether it must try again.</summary>
    private void Run(ControllerModel controller, ResourceId id)
    {
        if (controller.Reconcile(_world, id))
            _failed.Remove((controller, id));
        else
            _failed[(controller, id)] = _world.Version;
    }

    /// <summary>Tries again what failed before the last change.</summary>
    private bool RetryFailed()
    {
        var due = _failed.Where(entry => entry.Value < _world.Version).Select(entry => entry.Key).ToList();
        foreach (var (controller, id) in due)
            Run(controller, id);

        return due.Count > 0;
    }
}
