using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>Which plans were cancelled: those of the strand and day of a cancellation, unless they name the session that was held.</summary>
internal sealed class CancelledPlans(EntryBook book)
{
    private ILookup<(Slug, LocalDate), SessionCancelled>? _cancelled;
    private ILookup<(Slug, LocalDate), SessionPlanned>? _open;

    /// <summary>The first day with fewer cancellations than plans that they could mean; null where there was none among the plans asked about.</summary>
    public LocalDate? Unclear { get; private set; }

    public bool IsCancelled(SessionPlanned plan)
    {
        _cancelled ??= book.InForce<SessionCancelled>().ToLookup(c => (c.Strand, c.On));
        _open ??= book.InForce<SessionPlanned>().Where(p => !IsHeld(p)).ToLookup(p => (p.Strand, p.On));
        var cancellations = _cancelled[(plan.Strand, plan.On)].Count();
        if (cancellations == 0 || IsHeld(plan))
            return false;
        if (cancellations < _open[(plan.Strand, plan.On)].Count())
            Unclear ??= plan.On;
        return true;
    }

    private bool IsHeld(SessionPlanned plan) => plan.Session is { } session && book.Session(session) is not null;
}
