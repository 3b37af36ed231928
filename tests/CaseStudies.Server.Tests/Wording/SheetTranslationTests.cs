using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Tests.Wording;

/// <summary>Where the types of spreadsheets and the Domain's meet.</summary>
public sealed class SheetTranslationTests
{
    [Fact]
    public void A_message_keeps_both_languages() => Assert.Equal(new PublicText("数が空です。", "The number is empty."), OfficeNumber.Parse("").Why!.ToPublicText());

    [Theory]
    [InlineData("0"), InlineData("-0.000001"), InlineData("71"), InlineData("999999999999999.999999"), InlineData("-12.5")]
    public void A_number_is_exactly_the_same_on_either_side(string plain)
    {
        var quantity = Quantity.Parse(plain);
        Assert.Equal(quantity, OfficeNumber.Parse(plain).Value!.Value.Number.ToQuantity());
        Assert.Equal(SheetNumber.FromDecimal(plain), quantity.ToSheetValue().Held);
        Assert.Equal(quantity.ToString(), SheetNumber.FromDecimal(plain).ToString());
    }

    [Fact]
    public void A_fraction_is_handed_over_unrounded_and_nothing_as_a_blank()
    {
        Assert.Equal(SheetNumber.FromFraction(22, 34), Quantity.FromRatio(11, 17).ToSheetValue().Held);
        Assert.Equal("11/17", Quantity.FromRatio(11, 17).ToSheetValue().Held!.ToString());
        Assert.Equal(default, ((Quantity?)null).ToSheetValue());
    }

    /// <summary>A day that a sheet gives must be one that can be recorded.</summary>
    [Theory]
    [InlineData(Dates.FirstYear - 1, false), InlineData(Dates.FirstYear, true), InlineData(Dates.LastYear, true), InlineData(Dates.LastYear + 1, false)]
    public void A_written_year_is_read_exactly_where_the_Domain_keeps_it(int year, bool read) =>
        Assert.Equal(read, OfficeDate.Parse(year.ToString("0000", CultureInfo.InvariantCulture) + "-04-01").Value is not null);
}
