using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Tests.Indicators;

/// <summary>Every word of ours has a name in both languages; a code on a page is a name that was forgotten.</summary>
public sealed class NamesTests
{
    [Fact]
    public void Every_kind_of_event_has_a_name() =>
        Assert.Equal([], InitiativeEventCatalogue.All.Select(c => c.Kind).Where(k => !Named(Names.OfKind(k), k)));

    [Fact]
    public void Every_dimension_has_a_name() =>
        Assert.Equal([], InitiativeEventCatalogue.Facts.Values.SelectMany(f => f.Dimensions).Distinct().Where(d => !Named(Names.OfDimension(d), d)));

    [Fact]
    public void Every_value_of_an_enumeration_that_is_a_dimension_has_a_name() => Assert.Equal([],
        from shape in InitiativeEventCatalogue.Facts.Values
        from member in shape.Type.GetProperties()
        where member.IsDefined(typeof(DimensionAttribute), false)
        let type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType
        from value in type.IsEnum ? Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName) : type == typeof(bool) ? ["true", "false"] : []
        let key = JsonNamingPolicy.CamelCase.ConvertName(member.Name)
        where Names.OfValue(key, value) is not { } name || !Named(name, value, english: false)
        select $"{key}:{value}");

    [Fact]
    public void Every_label_of_what_is_counted_has_a_name() => Total<Counted>(Names.Describe);

    [Fact]
    public void Every_status_has_a_name() => Total<FigureStatus>(Names.Describe);

    [Fact]
    public void Every_comparison_has_a_name() => Total<Comparison>(Names.Describe);

    [Fact]
    public void Every_reason_has_a_name() => Total<ReasonCode>(Names.Describe);

    [Fact]
    public void Every_rule_for_leaving_out_has_a_name() => Total<LeftOutRule>(Names.Describe);

    [Fact]
    public void What_has_no_name_of_ours_is_shown_as_its_code() => Assert.Equal(new PublicText("x", "x"), Names.OfDimension("x"));

    private static void Total<T>(Func<T, PublicText> name) where T : struct, Enum =>
        Assert.Equal([], Enum.GetValues<T>().Where(v => !Named(name(v), v.ToString(), english: false)));

    private static bool Named(PublicText name, string code, bool english = true) =>
        name.Ja.Any(c => c > '\u3000') && name.En.All(c => c < '\u007F') && (!english || name.Ja != code);
}
