using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>One wording of one instrument. The same answer to another form answers another question.</summary>
internal sealed record Form(Slug Instrument, int Version)
{
    public static Form? FromFact(InitiativeFact fact) => fact switch
    {
        SurveyResponseRecorded r => new(r.Instrument, r.Version),
        SurveyTallied t => new(t.Instrument, t.Version),
        _ => null,
    };
}

/// <summary>The forms of instruments on which a value is based.</summary>
internal static class Forms
{
    public static bool ReadsAnswers(this Selection selection) =>
        selection.Conditions.Any(c => c.Key.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal));

    /// <summary>The forms of the entries counted for the value itself. Members are limited to one form separately.</summary>
    public static HashSet<Form> InParts(EntryBook book, IEnumerable<DerivationPart> parts)
    {
        var forms = book.OfKind("survey_response_recorded").Concat(book.OfKind("survey_tallied")).Where(e => e.InForce)
            .ToDictionary(e => e.Id, e => Form.FromFact(e.Fact)!);
        return [.. from part in parts where part.Role is not (Evaluation.MembersRole or Evaluation.SinceRole) from c in part.Counted
            where forms.ContainsKey(c.Entry) select forms[c.Entry]];
    }
}
