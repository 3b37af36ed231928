using CaseStudies.Domain;

namespace CaseStudies.Tests;

public sealed class IdsTests
{
    [Theory]
    [InlineData("p-1a2b3c4d", "p-1a2b3c4d"), InlineData("P-1A2B3C4D", "p-1a2b3c4d"), InlineData("p-1A2b3C4d", "p-1a2b3c4d")]
    [InlineData("P-1A2B3C4", null), InlineData("P-1A2B3C4G", null), InlineData("P_1A2B3C4D", null), InlineData("YAMADA", null), InlineData("", null)]
    [InlineData("p-1a2b3c4d\n", null), InlineData("Ｐ-1A2B3C4D", null)]
    public void A_person_in_capitals_is_the_same_person(string written, string? plain) => Assert.Equal(plain, PersonId.Plain(written));

    [Fact]
    public void What_is_stored_in_capitals_is_damaged() => Assert.Throws<FormatException>(() => new PersonId("P-1A2B3C4D"));
}
