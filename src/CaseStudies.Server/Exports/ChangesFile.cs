using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Exports;

/// <summary>The changes of one initiative as a file in the reader's language.</summary>
/// <param name="Period">The period of the changes; null for all days.</param>
/// <param name="Calendar">The fiscal calendar of the organisation.</param>
/// <param name="Changes">Starts again for every enumeration.</param>
internal sealed record ChangesFile(
    Slug Initiative, Period? Period, FiscalCalendar Calendar, EntryBook Book, Func<CancellationToken, IAsyncEnumerable<ChangeRecord>> Changes)
{
    public Task<IResult> AnswerAsync(HttpContext context, FileFormat format)
    {
        var language = ReaderLanguage.FromRequest(context.Request);
        return format.AnswerAsync(
            context, ChangeTable.FromFile(this, language), $"{Initiative}-changes", new(ChangeTable.Notes(this, language), NotesFirst: true));
    }
}
