using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Recording;
using CaseStudies.Server.Tests.Pages;
using CaseStudies.Server.Tests.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Recording;

/// <summary>What is chosen in the form becomes a definition that the rules admit, and the form shows it again.</summary>
public sealed class FigureFormTests
{
    private const string Heads = "headcounts;scheme=visitors;unit=people", Youth = "headcounts;group=youth;scheme=visitors;unit=people";

    private static PageBook Recorded => Opened().Given(
        new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new StrandStarted(S("walk"), T("散歩", "Walk"), D("2025-04-01")),
        new TermDefined(S("scheme"), S("visitors"), T("来場者", "Visitors"), D("2025-04-01")),
        new TermDefined(S("group"), S("youth"), T("若者", "Young people"), D("2025-04-01")),
        new SessionHeld(Session(1), S("cafe"), D("2025-05-10"), new(10, 0), new(12, 30)), new SessionHeld(Session(2), S("walk"), D("2025-06-10")),
        new ParticipantsCounted(Session(1), S("visitors"), S("youth"), 6), new ParticipantsCounted(Session(1), S("visitors"), S("elderly"), 4),
        new ParticipantsCounted(Session(2), S("visitors"), S("youth"), 2), new PersonAttended(P(1), Session(1)), new PersonAttended(P(1), Session(2)),
        new PersonEnrolled(P(1), S("volunteer"), D("2025-05-01"), LawfulBasis.Consent),
        new QuantityObserved(S("harvest"), Quantity.Parse("4.8"), S("kg"), D("2025-06-10")),
        new TargetSet(S("reach"), Comparison.AtLeast, 24, D("2025-04-01"), Unit: S("people")),
        new SurveyIntroduced(S("poll"), 1, T("満足度調査", "Satisfaction"), [new(S("q1"), T("楽しかったですか", "Did you enjoy it?"),
            [new(S("yes"), T("はい", "Yes")), new(S("no"), T("いいえ", "No"))])], D("2025-04-01")),
        new SurveyResponseRecorded(S("poll"), 1, S("spring"), D("2025-05-10"), ImmutableSortedDictionary<string, Slug>.Empty.Add("q1", S("yes"))));

    public static TheoryData<string, string, string, string, string> Choices => new()
    {
        { "sessions", "of=sessions", "2回", "回数", "報告期間における、開催回の数。" },
        { "sessions", "of=sessions&strand=cafe", "1回", "回数", "喫茶" },
        { "headcounts", "of=" + Heads, "12人", "延べ人数", "来場者" },
        { "headcounts", "of=" + Youth + "&strand=cafe", "6人", "延べ人数", "若者" },
        { "headcounts", "of=" + Heads + "&month=2025-05", "10人", "延べ人数", "2025年5月における、" },
        { "headcounts", "of=" + Heads + "&first=2025-04-01&decimals=1", "12.0人", "延べ人数", "2025年4月1日から報告期間の終わりまでの、" },
        { "people", "of=people", "1人", "実人数", "人の数(重複を除く)" },
        { "enrolled", "of=enrolled;role=volunteer", "1人", "実人数", "登録" },
        { "hours", "of=hours&strand=cafe", "2.5時間", "時間", "時間" },
        { "quantity-total", "of=quantity-total;quantity=harvest;unit=kg&decimals=1", "4.8kg", "数量", "合計" },
        { "latest-quantity", "of=latest-quantity;quantity=harvest;unit=kg&decimals=1", "4.8kg", "数量", "最後に申告された値" },
        { "per-session", "of=" + Heads + "&take=mean", "6.0人/回", "延べ人数", "開催回ごと" },
        { "per-session", "of=" + Heads + "&take=maximum", "10人", "延べ人数", "最大" },
        { "per-month", "of=sessions&strand=cafe&take=maximum", "1回", "月あたりの回数", "月" },
        { "ratio", "of=" + Youth + "&per=" + Heads, "67%", "割合", "÷" },
        { "ratio", "of=" + Heads + "&per=sessions", "6.0人/回", "単位あたりの数", "÷" },
        { "achievement", "of=" + Heads + "&goal=reach", "50%", "達成率", "目標" },
        { "answers", "answers=poll;spring;q1;yes", "100%", "割合", "はい" },
        { "retention", "of=enrolled&visits=1&within=365&until=2025-12-31&as=people", "1人", "実人数", "2025年12月31日" },
        { "retention", "of=enrolled&strand=cafe&visits=2&within=365&until=2025-12-31&as=share", "0%", "割合", "喫茶" },
        { "consultations", "of=consultations", "0件", "件数", "相談" },
        { "partners", "of=partners", "0団体", "団体", "連携先" },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void A_choice_is_a_definition_with_a_value_and_a_sentence(string kind, string fields, string shown, string counts, string says)
    {
        var (book, terms) = (Recorded.Book(), new Terms(Recorded.Book()));
        var definition = Read(kind, fields, terms);

        Assert.Null(IndicatorRules.Check(definition));
        var figure = Figures.Compute(new(S("tried"), 1, definition), book, Period.FiscalYear(2025));
        Assert.Equal((shown, counts), (figure.Shown?.Ja ?? figure.Status.ToString(), Names.Describe(definition.Show.Counts).Ja));
        Assert.Contains(says, figure.Derivation.Definition.Ja, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void The_form_of_a_definition_says_the_same_definition(string kind, string fields, string shown, string counts, string says)
    {
        _ = (shown, counts, says);
        var terms = new Terms(Recorded.Book());
        var definition = Read(kind, fields, terms);

        var form = FigureForm.FromDefinition(definition, 1, terms, D("2025-06-30"));

        Assert.Equal(kind, Kebab.FromEnum(form!.Kind));
        Assert.True(DomainJson.AreAlike(definition, form.Read(terms).Definition));
    }

    [Fact]
    public void Every_kind_is_offered_once_and_told_in_words() => Assert.All(Enum.GetValues<FigureKind>(), kind =>
    {
        Assert.Single(FigureKinds.Themes.SelectMany(t => t.Kinds), kind);
        Assert.NotEmpty(FigureKinds.Describe(kind).Ja + FigureKinds.Example(kind).En);
        Assert.Contains(Choices, c => c.Data.Item1 == Kebab.FromEnum(kind) || kind is FigureKind.LoggedHours);
    });

    [Fact]
    public void What_is_recorded_can_be_chosen_and_nothing_else()
    {
        var options = FigureOptions.Of(Recorded.Book());

        Assert.Equal(["来場者(人) すべて", "来場者(人) 区分「elderly」", "来場者(人) 区分「若者」"], options.Measures(FigureKind.Headcounts, "").Select(o => o.Name.Ja));
        Assert.All(Enum.GetValues<FigureKind>(), k => Assert.True(options.Offers(k)));
        var nothing = FigureOptions.Of(Opened().Book());
        Assert.All(Enum.GetValues<FigureKind>(), k => Assert.Equal(FigureKinds.Needs(k) is null, nothing.Offers(k)));
        // What a definition names already can be kept, though its records are gone.
        Assert.Equal([Youth], nothing.Measures(FigureKind.Headcounts, Youth).Select(o => o.Value));
    }

    [Theory]
    [InlineData("sessions", "of=people", "of"), InlineData("sessions", "of=sessions;unit=people", "of"), InlineData("sessions", "", "of")]
    [InlineData("headcounts", "of=headcounts;scheme=visitors", "of"), InlineData("headcounts", "of=headcounts;scheme=a;scheme=b;unit=people", "of")]
    [InlineData("headcounts", "of=headcounts;;=;", "of"), InlineData("sessions", "of=sessions&strand=NO KEY", "strand")]
    [InlineData("sessions", "of=sessions&strand=cafe,cafe", "strand"), InlineData("per-session", "of=" + Heads + "&take=total", "take")]
    [InlineData("per-session", "of=sessions&take=mean", "of"), InlineData("per-month", "of=sessions&take=mean", "strand")]
    [InlineData("achievement", "of=sessions", "goal"), InlineData("answers", "", "answers"), InlineData("answers", "answers=poll;spring;q1", "answers")]
    [InlineData("answers", "answers=poll;spring;q1;yes,poll;spring;q2;yes", "answers"), InlineData("sessions", "of=sessions&decimals=7", "decimals")]
    [InlineData("sessions", "of=sessions&rounding=bankers", "rounding"), InlineData("sessions", "of=sessions&month=2025-13", "month")]
    [InlineData("sessions", "of=sessions&first=soon", "first"), InlineData("sessions", "of=sessions&label=", "label")]
    [InlineData("sessions", "of=sessions&unit.en=times", "unit"), InlineData("retention", "of=enrolled&visits=x&within=3&until=2025-12-31&as=people", "visits")]
    [InlineData("retention", "of=enrolled&visits=1&within=3&until=2025-12-31&as=everybody", "as")]
    public void What_cannot_be_read_is_told_at_its_field(string kind, string fields, string field)
    {
        var (definition, unclear) = Sent(kind, fields).Read(new(Recorded.Book()));

        Assert.Null(definition);
        Assert.Equal([field], unclear.Select(u => u.Field));
        Assert.NotNull(FigureForm.LabelOf(field));
    }

    [Fact]
    public void A_new_figure_gets_a_key_from_its_name_that_no_figure_has_had()
    {
        var book = Recorded.Given(new IndicatorAdopted(S("visitors"), Read("headcounts", "of=" + Heads, new(Recorded.Book())), D("2025-04-01"))).Book();

        Assert.Equal("visitors-2", Sent("sessions", "of=sessions&label.en=Visitors").KeyFor(book).Value);
        Assert.Equal("guests", Sent("sessions", "of=sessions&label.en=Guests").KeyFor(book).Value);
        Assert.StartsWith("k-", Sent("sessions", "of=sessions").KeyFor(book).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_commands_are_those_that_programs_send()
    {
        var terms = new Terms(Recorded.Book());
        var form = Sent("sessions", "of=sessions&seen=3&on=2025-07-01&why=場所が増えた");

        var adopted = Assert.IsType<IndicatorAdopted>(Fact(form.ToAdoption(form.Read(terms).Definition!, Recorded.Book())));
        var revised = Assert.IsType<IndicatorRevised>(Fact(form.ToRevision(S("visitors"), form.Read(terms).Definition!)));

        Assert.True(DomainJson.AreAlike(form.Read(terms).Definition, adopted.Definition));
        Assert.Equal((4, D("2025-07-01"), "場所が増えた", "場所が増えた"), (revised.Version, revised.On, revised.Why.Ja, revised.Why.En));
        Assert.Empty(Sent("sessions", "of=sessions&on=2025-07-01").RevisionMistakes(needsReason: false));
        Assert.Equal(["why"], Sent("sessions", "of=sessions&on=2025-07-01").RevisionMistakes(needsReason: true).Select(m => m.Field));
    }

    /// <summary>A form that lost a part of a definition would change a figure without a word.</summary>
    [Fact]
    public void A_definition_of_the_samples_is_shown_whole_or_not_at_all()
    {
        var (terms, definitions) = (new Terms(Opened().Book()), Samples().ToList());

        var shown = definitions.Where(d => FigureForm.FromDefinition(d, 1, terms, D("2025-06-30")) is { } form
            && (DomainJson.AreAlike(d, form.Read(terms).Definition) ? true : throw new InvalidOperationException(d.Label.En))).ToList();

        TestContext.Current.SendDiagnosticMessage($"{shown.Count} of {definitions.Count} definitions have a form.");
        Assert.InRange(shown.Count, 40, definitions.Count - 1);
        Assert.DoesNotContain(shown, d => d.Show.Approximately is not null || d.Against is { Length: > 0 } || d.When?.Since is not null);
    }

    private static IEnumerable<Indicator> Samples() =>
        from file in Directory.GetFiles(Repository.Path("ops", "samples"), "*.jsonl")
        from line in File.ReadLines(file)
        where line.Contains("\"definition\"", StringComparison.Ordinal)
        from fact in JsonNode.Parse(line)!["record"]?["facts"]?.AsArray() ?? []
        where fact!["definition"] is not null
        select System.Text.Json.JsonSerializer.Deserialize<Indicator>(fact["definition"], DomainJson.Options)!;

    private static InitiativeFact Fact(JsonObject command) => Assert.Single(((RecordFacts)CommandReader.Read("record", command).Command).Facts);

    private static Indicator Read(string kind, string fields, Terms terms)
    {
        var (definition, unclear) = Sent(kind, fields).Read(terms);
        Assert.Empty(unclear);
        return definition!;
    }

    private static FigureForm Sent(string kind, string fields)
    {
        var form = new Dictionary<string, StringValues> { ["command"] = $"{Guid.NewGuid()}", ["label"] = "数値", ["headline"] = "on" };
        foreach (var field in fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('=', 2)))
            form[field[0]] = field[1];
        return FigureForm.FromSent(Kebab.Find<FigureKind>(kind)!.Value, new FormCollection(form));
    }
}
