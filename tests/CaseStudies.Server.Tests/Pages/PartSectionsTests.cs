using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class PartSectionsTests
{
    private static readonly InitiativeView s_view = AlgebraBook.Book().View();

    public static TheoryData<string> Figures => [.. AlgebraBook.Keys];

    [Fact]
    public void There_is_a_figure_of_every_operation_and_a_part_of_every_role()
    {
        Assert.Equal(
            typeof(Formula).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false)
                .Select(a => (string)((System.Text.Json.Serialization.JsonDerivedTypeAttribute)a).TypeDiscriminator!).Except(AlgebraBook.Keys),
            []);
        string[] roles =
        [
            "value", "numerator", "denominator", "entered", "continuing", "2025-05", "2025-W21", $"session:{Session(5)}", "key:blue", "heads", "target",
            "completed", "tallies",
            "since", "members", "ended", "left", "paused", "run", "sessions", "merged", "year-before:value", "strand:farm:value", "2025-05:numerator",
        ];
        Assert.Empty(roles.Except(s_view.Figures.SelectMany(f => f.Derivation.Parts).Select(p => p.Role)));
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void Whatever_was_gone_through_is_shown_and_what_was_counted_keeps_its_contribution(string key)
    {
        var figure = Named(s_view, key);
        var sections = FigureModel.FromFigure(s_view, figure).Sections;
        var shown = sections.SelectMany(s => s.Parts).ToList();

        Assert.Empty(figure.Derivation.Parts.SelectMany(p => p.Counted.Select(c => (c.Entry, c.Revision)).Concat(p.LeftOut.Select(l => (l.Entry, l.Revision))))
            .Except(shown.SelectMany(p => p.Lines.Select(c => c.Entry).Concat(p.LeftOut.SelectMany(g => g.Lines)).Select(e => (e.Id, e.Revision)))));
        Assert.Equal(
            figure.Derivation.Parts.Where(p => !PartNames.IsEvidence(p.Role.Split(':')[^1])).SelectMany(p => p.Counted)
                .Select(c => $"{c.Entry} {c.Contribution}").Order(StringComparer.Ordinal),
            shown.Where(p => !p.Evidence).SelectMany(p => p.Lines).Select(c => $"{c.Entry.Id} {c.Contribution}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void No_part_is_called_by_its_code(string key)
    {
        var figure = Named(s_view, key);

        foreach (var section in FigureModel.FromFigure(s_view, figure).Sections)
        {
            Assert.All([section.Heading, .. section.Parts.Select(p => p.Name), .. section.Empty], name =>
            {
                Assert.NotEqual(name.Ja, name.En);
                Assert.DoesNotMatch("^[a-z-]+$|[a-z]:|[0-9]-W[0-9]{2}|[0-9a-f]{8}-", name.Ja);
                Assert.DoesNotMatch("[a-z]:[a-z]|[0-9]-W[0-9]{2}|[0-9a-f]{8}-", name.En);
            });
        }
    }

    [Theory]
    [InlineData("per-month", "月ごとの記録", "2025年9月, 2025年11月, 2026年1月, 2026年3月, どこにも数えなかった記録")]
    [InlineData("per-week", "週ごとの記録",
        "2025年第21週(2025年5月19日から2025年5月25日まで), 2025年第25週(2025年6月16日から2025年6月22日まで), 2025年第29週(2025年7月14日から2025年7月20日まで), 2025年第38週(2025年9月15日から2025年9月21日まで), "
            + "2025年第43週(2025年10月20日から2025年10月26日まで), 2025年第47週(2025年11月17日から2025年11月23日まで), どこにも数えなかった記録")]
    [InlineData("per-key", "やりとりごとの記録", "青いノート, 赤いノート")]
    [InlineData("per-session", "回ごとの記録", "2025年9月10日「喫茶」, 2025年11月10日「喫茶」, 2026年1月10日「喫茶」, 2026年3月10日「喫茶」")]
    public void A_series_stands_under_one_heading_each_part_by_its_name(string key, string heading, string parts)
    {
        var section = FigureModel.FromFigure(s_view, Named(s_view, key)).Sections.Single(s => s.Heading.Ja == heading);

        Assert.Equal(parts, string.Join(", ", section.Parts.Select(p => p.Name.Ja)));
    }

    [Fact]
    public void The_two_sides_of_a_share_are_told_apart_month_by_month()
    {
        var sections = FigureModel.FromFigure(s_view, Named(s_view, "per-month-of-ratios")).Sections;

        Assert.Equal(["分子の記録", "分母の記録"], sections.Where(s => !s.Parts[0].Evidence).Select(s => s.Heading.Ja));
        Assert.All(sections.Take(2), s => Assert.Equal("2025年5月", s.Parts[0].Name.Ja));
    }

    [Fact]
    public async Task Every_figure_is_a_page_in_both_languages_and_says_what_decides_and_what_is_compared()
    {
        foreach (var figure in s_view.Figures)
        {
            foreach (var language in new[] { Language.Ja, Language.En })
                Assert.Contains("<h1", await Rendered.Html(new PageResults(language, Rendered.Links()).Figure(s_view, figure)), StringComparison.Ordinal);
        }

        var compared = Rendered.Text(await Rendered.Html(new PageResults(Language.En, Rendered.Links()).Figure(s_view, Named(s_view, "compared"))));
        Assert.Contains("Baseline &quot;last year&#x27;s report&quot;", compared, StringComparison.Ordinal);
        Assert.Contains("Source: the report of the year before", compared, StringComparison.Ordinal);
        Assert.Contains("Same period, previous year", compared, StringComparison.Ordinal);
        Assert.Contains("Strand &quot;Farm&quot;", compared, StringComparison.Ordinal);
        Assert.Contains("Comparison: entries for &quot;Farm&quot;", compared, StringComparison.Ordinal);
        Assert.Contains("They add nothing to the value.",
            Rendered.Text(await Rendered.Html(new PageResults(Language.En, Rendered.Links()).Figure(s_view, Named(s_view, "cohort")))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_has_its_sign_and_shares_differ_by_points()
    {
        var figure = Named(s_view, "compared");
        var text = new EntryText(s_view.Book);
        var line = ComparisonLine.FromFigure(figure, s_view.Book, text)[0];
        var percent = figure with { Definition = figure.Definition with { Show = new(Counted.Share, T("%", "%"), 1, true) } };
        var held = figure.Comparisons[0];

        Assert.Equal(("3人", "+9人"), (line.Value!.Ja, line.Difference!.Ja));
        Assert.Equal("−2.5 to ±0 percentage points", Told(new(Quantity.Parse("-2.5"), 0)));
        Assert.Equal("+0.3 percentage points", Told(new(Quantity.FromRatio(1, 3))));

        string Told(FigureValue difference) =>
            ComparisonLine.FromFigure(percent with { Comparisons = [held with { Difference = difference }] }, s_view.Book, text)[0].Difference!.En;
    }
}
