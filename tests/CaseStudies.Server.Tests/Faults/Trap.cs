using System.Diagnostics;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>Where a fault happened: the node whose command it met, and the PostgreSQL process that worked on it, if one did.</summary>
internal readonly record struct Place(int Node, int? Backend);

/// <summary>Waits for a command to reach a phase, and strikes there and then, before anything can go on.</summary>
internal sealed class Trap(Action<Fault, Place> strike)
{
    private readonly Lock _lock = new();
    private Fault? _set;
    private int _skip;
    private TaskCompletionSource<Place> _sprung = new();

    public Task<Place> SetAsync(Fault fault)
    {
        lock (_lock)
        {
            Debug.Assert(_set is null, "One fault at a time: the next one waits until all is up again.");
            _sprung = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (_set, _skip) = (fault, fault.Skip);
            return _sprung.Task;
        }
    }

    public bool Awaits(Phase phase) => _set is { } fault && fault.Phase == phase;

    /// <summary>Told by whoever sees a command reach a phase. True: it has happened, and the one who told must let nothing through.</summary>
    public bool Reached(Phase phase, Place place)
    {
        Fault struck;
        lock (_lock)
        {
            if (_set is not { } fault || fault.Phase != phase || _skip-- > 0)
                return false;
            (_set, struck) = (null, fault);
            strike(fault, place);
        }

        _sprung.SetResult(place);
        return !struck.Lasts;
    }
}
