using System.Text.Json.Nodes;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Labels that the rules may accept for a formula, the likely ones first: asking for each of them takes longer than computing.</summary>
internal static class Shows
{
    private static readonly Show[] s_all =
        [.. from percent in (bool[])[false, true] from label in Enum.GetValues<Counted>() select Of(label, percent)];

    /// <param name="percent">Whether a quotient is shown in per cent where that is possible.</param>
    public static IEnumerable<Show> For(JsonNode formula, bool percent) => Likely(formula, percent).Concat(s_all);

    private static Show Of(Counted label, bool percent = false) => new(label, new(percent ? "%" : "units", percent ? "%" : "units"), 0, percent);

    private static IEnumerable<Show> Likely(JsonNode formula, bool percent)
    {
        var of = formula["of"] as JsonObject;
        var (kind, by, take) = ((string?)of?["kind"], (string?)formula["by"], (string?)formula["take"]);
        return (string)formula["op"]! switch
        {
            "count" => kind switch
            {
                "session_held" => [Of(Counted.Sessions)],
                "person_attended" => [Of(Counted.Attendances)],
                "survey_response_recorded" => [Of(Counted.Responses)],
                _ => [Of(Counted.Entries)],
            },
            "sum" => [Of(Summed(kind)), Of(Counted.Pairs)],
            "distinct" or "list" => [Of(Keys(by))],
            "hours" => [Of(Counted.Hours)],
            "latest" => [Of(Counted.Declared), Of(Counted.Things)],
            "running" or "interval" => [Of(Counted.Length)],
            "share" => [Of(Counted.Share, true)],
            "ratio" when percent => [Of(Counted.Share, true), Of(Counted.Ratio, true), Of(Counted.Rate)],
            "ratio" => [Of(Counted.Rate)],
            "achievement" => [Of(Counted.Achievement, true)],
            "cohort" => [Of(Counted.People), Of(Counted.Share, true)],
            "paired-change" => [Of(Counted.People), Of(Counted.Change)],
            "score" => [Of(Counted.Score), Of(Counted.Share, true)],
            "per-month" or "per-week" or "per-session" or "per-key" =>
                [.. Likely(of!, percent), Of(Counted.SessionsPerMonth), Of(Counted.Rate), Of(take == "total" ? Counted.PersonMonths : Counted.Things),
                    Of(Counted.Attendances)],
            _ => [],
        };
    }

    private static Counted Summed(string? kind) => kind switch
    {
        "activity_logged" => Counted.Hours,
        "survey_tallied" => Counted.Responses,
        "quantity_observed" => Counted.Things,
        _ => Counted.Attendances,
    };

    private static Counted Keys(string? by) => by switch
    {
        "person" => Counted.People,
        "partner" => Counted.Organisations,
        "session" => Counted.Sessions,
        "venue" => Counted.Places,
        _ => Counted.Things,
    };
}
