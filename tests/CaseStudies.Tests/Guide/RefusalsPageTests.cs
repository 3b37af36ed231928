using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Tests.Initiatives;

namespace CaseStudies.Tests.Guide;

/// <summary>The guide's list of what is refused has every refusal of the domain in its own words.</summary>
public sealed class RefusalsPageTests
{
    private const int Number = 987_654;

    [Theory, InlineData(Language.Ja), InlineData(Language.En)]
    public void The_page_lists_every_refusal_in_its_own_words(Language language)
    {
        var page = GuidePages.All.Single(p => p.Name == "refusals");
        var expected = EachRefusal.Told("…", Number).OrderBy(r => r.Code, StringComparer.Ordinal).Select(r => Row(r, language)).ToList();
        var actual = (language == Language.Ja ? page.Ja : page.En).Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.True(expected.SequenceEqual(actual), "The rows should be:\n" + string.Join('\n', expected));
    }

    private static string Row(Refusal refusal, Language language) => $"| `{refusal.Code}` | {Status(refusal.Kind)} | "
        + refusal.Sentence.In(language).Replace(Number.ToString(CultureInfo.InvariantCulture), "…", StringComparison.Ordinal)
            .Replace(Guid.Empty.ToString(), "…", StringComparison.Ordinal) + " |";

    private static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Rule => 422, RefusalKind.Missing => 404, RefusalKind.Conflict => 409, RefusalKind.Stale => 412, RefusalKind.Unconditional => 428,
        RefusalKind.Forbidden => 403, _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
