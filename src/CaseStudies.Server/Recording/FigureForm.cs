using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>What stands in the form for a figure. The page that is opened makes the command's id, so a form sent twice is recorded once.</summary>
/// <param name="Values">By field; of boxes that are ticked, with commas between them. A public text has a second one for its English.</param>
public sealed record FigureForm(CommandId Command, FigureKind Kind, ImmutableDictionary<string, string> Values)
{
    public const string On = "on", Why = "why", Seen = "seen", KindField = "figure", Period = "period", Press = "press", Adopt = "adopt", Try = "try";

    private static readonly ImmutableDictionary<string, PublicText> s_labels = new Dictionary<string, PublicText>
    {
        ["of"] = new("数えるもの", "What is counted"), ["strand"] = new("活動", "Strand"), ["per"] = new("割る数(全体・もとになる数)", "Divided by"),
        ["perStrand"] = new("割る数の活動", "Strand of the divisor"), ["take"] = new("見るもの", "What is shown"), ["goal"] = new("目標", "Target"),
        ["answers"] = new("数える回答", "Answers that count"), ["onPaper"] = new("紙で集計した回答も数える", "Count answers tallied on paper too"),
        ["visits"] = new("参加した回数(以上)", "Attendances (at least)"),
        ["within"] = new("最後の参加から判定日までの日数(以内)", "Days from the last attendance to the deciding day (at most)"),
        ["until"] = new("続けているかを判定する日", "Day for which continuing is decided"), ["as"] = new("示し方", "Shown as"),
        ["label"] = new("数値の名前", "Name of the figure"), ["unit"] = new("単位", "Unit"), ["decimals"] = new("小数の桁数", "Decimal places"),
        ["rounding"] = new("端数", "Rounding"), ["headline"] = new("事例のページの「主な数値」に載せる", "Show it among the headline figures of the case study"),
        ["note"] = new("注記", "Note"), ["month"] = new("この月だけを数える", "Count this month alone"), ["first"] = new("数え始める日", "First day counted"),
        ["last"] = new("数え終える日", "Last day counted"), [On] = new("この日から新しい定義を使う", "The new definition holds from this day"),
        [Why] = new("変える理由", "Why it is changed"),
    }.ToImmutableDictionary();

    /// <summary>The name of a field; null where there is none such.</summary>
    public static PublicText? LabelOf(string field) => s_labels.GetValueOrDefault(field);

    public static FigureForm New(FigureKind kind, LocalDate today) => new(new(Guid.NewGuid()), kind, ImmutableDictionary<string, string>.Empty
        .Add(On, DateFormat.Iso(today)).Add("headline", "on").Add("visits", "3").Add("within", "90").Add("until", DateFormat.Iso(today)));

    /// <exception cref="Problems.MalformedException">It is not one of our forms.</exception>
    public static FigureForm FromSent(FigureKind kind, IFormCollection form) =>
        new(new(AccountForms.Id((form ?? throw new ArgumentNullException(nameof(form)))["command"])), kind, FactForm.FieldsOf(form));

    /// <summary>The form that asks for a definition, filled in.</summary>
    /// <returns>Null: no form can ask for it.</returns>
    public static FigureForm? FromDefinition(Indicator definition, int version, Terms terms, LocalDate today)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (FigureChoice.FromFormula(definition.Formula) is not { } choice)
            return null;
        var values = New(choice.Kind, today).Values.SetItem(Seen, $"{version}").SetItem("headline", definition.Headline ? "on" : "")
            .SetItem("decimals", $"{definition.Show.Decimals}")
            .SetItem("rounding", definition.Show.Rounding == Rounding.HalfUp ? "" : Kebab.FromEnum(definition.Show.Rounding));
        values = WithText(WithText(values, "label", definition.Label), "note", definition.Note);
        if (definition.Show.Unit != FigureShow.Default(choice, terms).Unit)
            values = WithText(values, "unit", definition.Show.Unit);
        if (definition.Target is { } goal)
            values = values.SetItem("goal", goal.Value);
        if (definition.When is { } when)
        {
            values = values.SetItem("month", when.Month is { } month ? $"{month.Year:0000}-{month.Month:00}" : "")
                .SetItem("first", when.From is { } from ? DateFormat.Iso(from) : "").SetItem("last", when.To is { } to ? DateFormat.Iso(to) : "");
        }

        var form = new FigureForm(new(Guid.NewGuid()), choice.Kind, FigureReading.Write(values, choice));
        // What it cannot say, such as a comparison or an approximation, would be lost.
        return form.Read(terms) is ({ } read, _) && DomainJson.AreAlike(read, definition) ? form : null;
    }

    /// <summary>It is to be adopted, not only tried.</summary>
    public bool IsToBeAdopted => Of(Press) == Adopt;

    public string Of(string field) => Values.GetValueOrDefault(field, "");

    /// <summary>The boxes of a field that are ticked.</summary>
    public ImmutableArray<string> Ticked(string field) => [.. Of(field).Split(',', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The definition that the form says; null with what cannot be understood, by field.</summary>
    public (Indicator? Definition, ImmutableArray<(string Field, PublicText What)> Unclear) Read(Terms terms) => new FigureReading(this).Read(terms);

    /// <summary>What cannot be understood in the fields of a revision alone.</summary>
    /// <param name="needsReason">It is to be adopted.</param>
    public ImmutableArray<(string Field, PublicText What)> RevisionMistakes(bool needsReason)
    {
        var (day, why) = (Typed.Day(Of(On)), (string[])[Of(Why), Of(Why + FactForm.English)]);
        PublicText? mistake = why[0].Length == 0 && (needsReason || why[1].Length > 0) ? new("理由を書いてください。", "Write why it is changed.")
            : why.Any(w => w.Length > 0 && !Typed.IsText(w)) ? Typed.NoText : null;
        return [.. day is null ? [(On, Typed.NoDay)] : Array.Empty<(string, PublicText)>(), .. mistake is null ? [] : new[] { (Why, mistake) }];
    }

    /// <summary>The command that adopts the definition, as programs send it. The figure gets a key from its name.</summary>
    /// <param name="book">As it was before.</param>
    public JsonObject ToAdoption(Indicator definition, EntryBook book) => Record(new()
    {
        ["kind"] = "indicator_adopted", ["indicator"] = KeyFor(book).Value, ["definition"] = Written(definition), ["on"] = Typed.Plain(Of(On)),
    });

    /// <summary>The command that revises the definition. It follows the version that was seen when the form was opened.</summary>
    /// <exception cref="Problems.MalformedException">It is not one of our forms.</exception>
    public JsonObject ToRevision(Slug indicator, Indicator definition) => Record(new()
    {
        ["kind"] = "indicator_revised", ["indicator"] = indicator.Value, ["definition"] = Written(definition), ["on"] = Typed.Plain(Of(On)),
        ["version"] = Typed.Whole(Of(Seen)) is { } seen and < int.MaxValue ? seen + 1 : throw AccountForms.Unknown(),
        ["why"] = new JsonObject { ["ja"] = Reason, ["en"] = Of(Why + FactForm.English) is { Length: > 0 } english ? english : Reason },
    });

    /// <summary>A key from the name, in English where it has one, that no figure has had.</summary>
    public Slug KeyFor(EntryBook book) => FactForm.Free(
        OwnWords.KeyFor(Of("label" + FactForm.English) is { Length: > 0 } english ? english : Of("label")),
        (book ?? throw new ArgumentNullException(nameof(book))).OfKind("indicator_adopted").Select(e => ((IndicatorAdopted)e.Fact).Indicator).ToHashSet());

    /// <summary>While a definition is only tried, it needs no reason yet.</summary>
    private string Reason => Of(Why) is { Length: > 0 } typed ? typed : "–";

    private JsonObject Record(JsonObject fact) => new() { ["command"] = $"{Command}", ["facts"] = new JsonArray(fact) };

    private static JsonNode Written(Indicator definition) => JsonSerializer.SerializeToNode(definition, DomainJson.Options)!;

    private static ImmutableDictionary<string, string> WithText(ImmutableDictionary<string, string> values, string field, PublicText? text) =>
        text is null ? values : values.SetItem(field, text.Ja).SetItem(field + FactForm.English, text.En == text.Ja ? "" : text.En);
}
