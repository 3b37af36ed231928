using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Access;

/// <summary>
/// Lets a few pieces of work go on at a time. The next free place goes to each waiting organisation in turn, however much one of them asks for; those of
/// one organisation come in the order in which they asked, after what it has begun.
/// </summary>
/// <param name="patience">Who has waited for so long is turned away.</param>
internal sealed class Turns(int places, TimeSpan patience, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Slug, LinkedList<TaskCompletionSource>> _waiting = [];
    private readonly LinkedList<Slug> _next = new(); // the organisations that wait
    private int _free = places;
    private volatile int _count;

    /// <summary>How many wait.</summary>
    public int Waiting => _count;

    /// <summary>Whether organisations besides this one wait.</summary>
    public bool OthersWait(Slug organisation)
    {
        if (_count == 0)
            return false;
        lock (_lock)
            return _next.Count > (_waiting.ContainsKey(organisation) ? 1 : 0);
    }

    /// <exception cref="CrowdedException">It did not get a place in time.</exception>
    public async Task<Turn> BeginAsync(Slug organisation, CancellationToken cancellation)
    {
        try
        {
            await EnterAsync(organisation, patience, hasBegun: false, cancellation);
            return new(this, organisation);
        }
        catch (TimeoutException)
        {
            throw new CrowdedException();
        }
    }

    internal async Task EnterAsync(Slug organisation, TimeSpan wait, bool hasBegun, CancellationToken cancellation)
    {
        TaskCompletionSource place;
        lock (_lock)
        {
            if (_free > 0) // so nobody waits
            {
                _free--;
                return;
            }

            place = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_waiting.TryGetValue(organisation, out var others))
            {
                _waiting.Add(organisation, others = new());
                _next.AddLast(organisation);
            }

            if (hasBegun)
                others.AddFirst(place);
            else
                others.AddLast(place);
            _count++;
        }

        try
        {
            await place.Task.WaitAsync(wait, time, cancellation);
        }
        catch
        {
            GiveUp(organisation, place);
            throw;
        }
    }

    internal void Leave(Slug organisation)
    {
        lock (_lock)
        {
            if (_next.Remove(organisation)) // it had its turn just now
                _next.AddLast(organisation);
            PassOn();
        }
    }

    private void GiveUp(Slug organisation, TaskCompletionSource place)
    {
        lock (_lock)
        {
            if (place.Task.IsCompleted) // the place came at the same moment
                PassOn();
            else
                Remove(organisation, place);
        }
    }

    private void PassOn()
    {
        if (_next.First is not { Value: var organisation })
        {
            _free++;
            return;
        }

        var place = _waiting[organisation].First!.Value;
        if (Remove(organisation, place))
        {
            _next.RemoveFirst();
            _next.AddLast(organisation);
        }

        place.SetResult();
    }

    /// <returns>Whether others of the organisation still wait.</returns>
    private bool Remove(Slug organisation, TaskCompletionSource place)
    {
        var others = _waiting[organisation];
        others.Remove(place);
        _count--;
        if (others.Count > 0)
            return true;
        _waiting.Remove(organisation);
        _next.Remove(organisation);
        return false;
    }
}
