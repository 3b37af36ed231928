using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Import;

/// <summary>Checks units written beside a number against what is counted: 90分 is not 90 hours, and 3組 is not three people.</summary>
internal static class WrittenUnits
{
    public static PublicText? Wrong(SheetCell cell, HeadUnit counted) => UnitIn(cell) is not { } unit || Counts(unit, counted) ? null : Says(unit);

    /// <param name="member">The name of a number of the fact.</param>
    /// <param name="stated">All members that the row states.</param>
    /// <param name="key">Finds the key for a written unit.</param>
    public static PublicText? Wrong(SheetCell cell, string member, IReadOnlyDictionary<string, object> stated, Func<string, Slug?> key) =>
        UnitIn(cell) is not { } unit || member switch
    {
        "hours" => unit is "時間",
        "price" => unit is "円",
        "capacity" or "count" => Counts(unit, stated.GetValueOrDefault("unit") is HeadUnit heads ? heads : HeadUnit.People),
        _ => stated.GetValueOrDefault("unit") is not { } counted || key(unit)?.Value == StatedFact.Text(counted),
    } ? null : Says(unit);

    private static string? UnitIn(SheetCell cell) => cell.Text.AsSpan().ContainsAnyExceptInRange('0', '9') ? OfficeNumber.Parse(cell.Text).Value?.Unit : null;

    private static bool Counts(string unit, HeadUnit heads) => heads switch
    {
        HeadUnit.Pairs => unit is "組",
        HeadUnit.Households => unit is "世帯" or "家族",
        _ => unit is "人" or "名" or "名様",
    };

    private static PublicText Says(string unit) => new(
        $"「{unit}」は、ここで数える単位ではありません。単位を直すか、正しい単位の数だけを書いてください。",
        $"'{unit}' is not the unit counted here. Correct the unit, or write only the number in the right unit.");
}
