using System.Text.Json;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>What codes are called in one initiative, for sentences: 若者 for group <c>youth</c>.</summary>
public sealed class Terms
{
    private readonly Dictionary<(string Dimension, string Term), PublicText> _labels = [];

    public Terms(EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        foreach (var strand in book.InForce<StrandStarted>())
            _labels[("strand", strand.Strand.Value)] = strand.Name;
        foreach (var partner in book.InForce<PartnerLinked>())
            _labels[("partner", partner.Partner.Value)] = partner.Name;
        foreach (var survey in book.InForce<SurveyIntroduced>())
        {
            _labels[("instrument", survey.Instrument.Value)] = survey.Title;
            foreach (var item in survey.Items)
            {
                _labels[("item", item.Item.Value)] = item.Question;
                foreach (var answer in item.Answers)
                    _labels[("answer", answer.Answer.Value)] = answer.Label;
            }
        }

        foreach (var term in book.InForce<TermDefined>())
            _labels[(term.Dimension.Value, term.Term.Value)] = term.Label;
    }

    /// <summary>The label, our own word for it, or the code itself where nobody named it.</summary>
    /// <remarks>A term names its dimension by a key, so <c>proposedBy</c> is found under <c>proposed-by</c>.</remarks>
    public PublicText Of(string dimension, string code) =>
        _labels.GetValueOrDefault((JsonNamingPolicy.KebabCaseLower.ConvertName(dimension), code)) ?? Names.OfValue(dimension, code) ?? new(code, code);
}
