using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>One wording of one instrument. The same answer to another form answers another question.</summary>
internal sealed record Form(Slug Instrument, int Version)
{
    public static Form? Of(InitiativeFact fact) => fact switch
    {
        SurveyResponseRecorded r => new(r.Instrument, r.Version),
        SurveyTallied t => new(t.Instrument, t.Version),
        _ => null,
    };
}

/// <summary>The forms of instruments on which a value is based.</summary>
internal static class Forms
{
    /// <summary>Whether the formula reads the answers, not only the number of responses. Responses of several forms may be added, answers may not.</summary>
    public static bool ReadsAnswers(this Formula formula) => formula switch
    {
        Share or PairedChange or Score => true,
        Ratio f => f.Of.ReadsAnswers() || f.To.ReadsAnswers(),
        PerMonth f => f.Of.ReadsAnswers(),
        PerWeek f => f.Of.ReadsAnswers(),
        PerSession f => f.Of.ReadsAnswers(),
        PerKey f => f.Of.ReadsAnswers(),
        Cohort f => f.Enters.ReadsAnswers() || f.Visits.ReadsAnswers(),
        _ => formula.Selections().Any(s => s.ReadsAnswers()),
    };

    public static bool ReadsAnswers(this Selection selection) =>
        selection.Conditions.Any(c => c.Key.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal));

    /// <summary>The forms of the entries counted for the value itself. Members are limited to one form separately.</summary>
    public static HashSet<Form> Of(EntryBook book, IEnumerable<DerivationPart> parts)
    {
        var forms = book.OfKind("survey_response_recorded").Concat(book.OfKind("survey_tallied")).Where(e => e.InForce)
            .ToDictionary(e => e.Id, e => Form.Of(e.Fact)!);
        return [.. from part in parts where part.Role is not (Evaluation.MembersRole or Evaluation.SinceRole) from c in part.Counted
            where forms.ContainsKey(c.Entry) select forms[c.Entry]];
    }
}
