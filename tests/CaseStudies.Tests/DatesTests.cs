using CaseStudies.Domain;

namespace CaseStudies.Tests;

public sealed class DatesTests
{
    [Theory]
    [InlineData("2025-04-01\0"), InlineData("2025-04-01\0x"), InlineData("\0"), InlineData("2025-04-01 "), InlineData("2025-4-1"), InlineData("0999-12-31")]
    [InlineData("3000-01-01"), InlineData("２０２５-04-01")]
    public void What_is_no_day_is_refused(string text) => Assert.Throws<FormatException>(() => Dates.Parse(text));

    [Theory]
    [InlineData("2025-04\0"), InlineData("2025-13"), InlineData("2025-4")]
    public void What_is_no_month_is_refused(string text) => Assert.Throws<FormatException>(() => Dates.ParseMonth(text));

    [Fact]
    public void The_first_and_the_last_day_are_read() => Assert.Equal((1000, 2999), (Dates.Parse("1000-01-01").Year, Dates.Parse("2999-12-31").Year));
}
