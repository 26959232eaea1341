using System.Runtime.InteropServices;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Calls back when the process is about to end, until it is disposed of.</summary>
internal sealed class ProcessEnd : IDisposable
{
    // A signal that nobody handles ends the process without ProcessExit.
    private static readonly PosixSignal[] Signals =
    [
        PosixSignal.SIGTERM,
        PosixSignal.SIGINT,
        PosixSignal.SIGHUP,
        PosixSignal.SIGQUIT,
    ];

    private readonly Action _onEnd;
    private readonly PosixSignalRegistration[] _signals;

    /// <param name="onEnd">What to do then. It is called from any thread, and can be called more than once.</param>
    public ProcessEnd(Action onEnd)
    {
        _onEnd = onEnd;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnExit;
        _signals = Array.ConvertAll(Signals, signal => PosixSignalRegistration.Create(signal, _ => onEnd()));
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.UnhandledException -= OnExit;
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => _onEnd();
}
