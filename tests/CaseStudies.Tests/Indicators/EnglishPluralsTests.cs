using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>1 person, 2 people: in values, in arithmetic, in definitions and in notes.</summary>
public sealed class EnglishPluralsTests
{
    [Theory]
    [InlineData("1", "people", "1 person")]
    [InlineData("2", "people", "2 people")]
    [InlineData("0", "people", "0 people")]
    [InlineData("2", "person", "2 people")]
    [InlineData("1.0", "sessions", "1.0 sessions")]
    [InlineData("0–1", "sessions", "0–1 sessions")]
    [InlineData("+1", "sessions", "+1 session")]
    [InlineData("−1", "sessions", "−1 session")]
    [InlineData("11", "sessions", "11 sessions")]
    [InlineData("1", "households", "1 household")]
    [InlineData("2", "household", "2 households")]
    [InlineData("1", "countries", "1 country")]
    [InlineData("1", "entries", "1 entry")]
    [InlineData("1", "children", "1 child")]
    [InlineData("1", "classes", "1 class")]
    [InlineData("1", "branches", "1 branch")]
    [InlineData("1", "boxes", "1 box")]
    [InlineData("1", "uses", "1 use")]
    [InlineData("1", "menus", "1 menu")]
    [InlineData("1", "series", "1 series")]
    [InlineData("1", "kinds of event", "1 kind of event")]
    [InlineData("2", "kinds of event", "2 kinds of event")]
    [InlineData("1", "years into the project", "1 year into the project")]
    [InlineData("1", "sessions a month", "1 session a month")]
    [InlineData("1", "pairs/session", "1 pair/session")]
    [InlineData("1", "person-months", "1 person-month")]
    [InlineData("1", "different people", "1 different person")]
    [InlineData("4", "a month", "4 a month")]
    [InlineData("1", "kg", "1 kg")]
    [InlineData("2", "yen", "2 yen")]
    [InlineData("1", "%", "1%")]
    [InlineData("1", "人", "1 人")]
    [InlineData("1", "", "1 ")]
    public void A_unit_follows_its_number(string number, string unit, string expected) => Assert.Equal(expected, EnglishPlurals.Count(number, unit));

    [Theory]
    [InlineData("person", "people")]
    [InlineData("country", "countries")]
    [InlineData("survey", "surveys")]
    [InlineData("survey response", "survey responses")]
    [InlineData("class", "classes")]
    [InlineData("branch", "branches")]
    [InlineData("people", "people")]
    public void A_noun_has_its_plural(string noun, string expected) => Assert.Equal(expected, EnglishPlurals.Plural(noun));

    [Theory]
    [InlineData(1, "1 person", "1 = 1 different in 1 entry")]
    [InlineData(2, "2 people", "2 = 2 different in 2 entries")]
    public void A_value_and_its_arithmetic_follow_their_number(int people, string shown, string arithmetic)
    {
        var figure = Opened().Given(Held(1, "2025-05-10")).Given([.. Enumerable.Range(1, people).Select(p => Attended(p, 1))])
            .Compute(PeopleIn("person_attended"), People);

        Assert.Equal((shown, arithmetic), (figure.Shown?.En, figure.Derivation.Arithmetic?.En));
    }

    [Theory]
    [InlineData(1, "at least 1 role taken,")]
    [InlineData(2, "at least 2 roles taken,")]
    public void A_condition_in_a_definition_follows_its_number(int atLeast, string expected)
    {
        var visits = Of("person_attended").By(Of("role_taken"), atLeast);

        Assert.Contains(expected, Opened().Compute(new Distinct([visits], "person"), People).Derivation.Definition.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "had at least 1 individual attendance, the last no more than 1 day before")]
    [InlineData(3, "had at least 3 individual attendances, the last no more than 3 days before")]
    public void A_cohort_follows_its_numbers(int number, string expected)
    {
        var cohort = new Cohort(Of("person_enrolled"), Of("person_attended"), number, number, D("2026-03-31"), CohortResult.People);

        Assert.Contains(expected, Opened().Compute(cohort, People).Derivation.Definition.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Approximator.Ijo, "1", "1 person or more")]
    [InlineData(Approximator.Yaku, "1", "about 1 person")]
    [InlineData(Approximator.Fukusu, "1", "several people")]
    public void A_phrase_follows_its_number(Approximator word, string number, string expected) =>
        Assert.Equal(expected, Approximators.Phrase(word, number, new("人", "people")).En);
}
