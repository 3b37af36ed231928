using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class ShownTests
{
    [Theory]
    [InlineData("2.5", 0, Rounding.HalfUp, "3kg")]
    [InlineData("3.5", 0, Rounding.HalfUp, "4kg")]
    [InlineData("-2.5", 0, Rounding.HalfUp, "-3kg")]
    [InlineData("2.45", 1, Rounding.HalfUp, "2.5kg")]
    [InlineData("2.449999", 1, Rounding.HalfUp, "2.4kg")]
    [InlineData("2.999999", 0, Rounding.Down, "2kg")]
    [InlineData("-2.1", 0, Rounding.Down, "-3kg")]
    [InlineData("2.000001", 0, Rounding.Up, "3kg")]
    [InlineData("-2.9", 0, Rounding.Up, "-2kg")]
    [InlineData("2", 6, Rounding.HalfUp, "2.000000kg")]
    public void A_value_is_rounded_as_its_definition_says(string exact, int decimals, Rounding rounding, string shown) => Assert.Equal(shown,
        Opened().Given(Harvest(exact, "2025-07-01")).Compute(Harvested, Things with { Decimals = decimals, Rounding = rounding }).Shown?.Ja);

    [Fact]
    public void The_value_itself_is_never_rounded() =>
        Assert.Equal(Quantity.Parse("2.449999"), Opened().Given(Harvest("2.449999", "2025-07-01")).Compute(Harvested, Things).Value?.Low);

    [Theory]
    [InlineData(1, 8, 1, "12.5%", "12.5% = 1 ÷ 8")]
    [InlineData(1, 3, 0, "33%", "33% = 1 ÷ 3")]
    [InlineData(2, 3, 2, "66.67%", "66.67% = 2 ÷ 3")]
    [InlineData(1, 200, 0, "1%", "1% = 1 ÷ 200")]
    public void Per_cent_is_a_hundredfold(int of, int to, int decimals, string shown, string arithmetic)
    {
        var facts = Enumerable.Range(1, to).Select(i => Held(i, "2025-05-10") with { SessionKind = i <= of ? SessionKind.Training : SessionKind.Regular });

        var figure = Opened().Given([.. facts])
            .Compute(new Ratio(CountOf("session_held", ("sessionKind", "training")), CountOf("session_held")), Percent with { Decimals = decimals });

        Assert.Equal((shown, arithmetic), (figure.Shown?.Ja, figure.Derivation.Arithmetic?.Ja));
    }

    [Fact]
    public void A_word_stands_on_the_page_and_the_exact_value_in_the_arithmetic()
    {
        var figure = Opened().Given(Held(1, "2025-05-10"), Youth(1, 580)).Compute(Heads(), Visits with { Approximately = new(Approximator.Yaku, 100) });

        Assert.Equal((FigureStatus.Computed, "約600人", "about 600 people", "580 = 580"), figure.Told());
    }
}
