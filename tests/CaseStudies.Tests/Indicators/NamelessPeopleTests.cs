using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>Where only some have names, people are a range and say so.</summary>
public sealed class NamelessPeopleTests
{
    private static readonly Distinct s_people = new([Of("person_attended")], "person", Of("participants_counted", ("scheme", "audience"), ("unit", "people")));

    private static History Two => Opened().Given(Held(1, "2025-05-10")).Given(Held(2, "2025-05-17")).Given(Attended(1, 1), Attended(2, 1), Attended(1, 2));

    [Fact]
    public void At_least_the_named_or_the_largest_session_at_most_all_heads()
    {
        var figure = Two.Given(Youth(1, 5), Youth(2, 3)).Compute(s_people, People);

        Assert.Equal((FigureStatus.Computed, "5〜7人", "5–7 people", "5–7 = 名前のある2人(人数が最も多い回は5人)、名前のない延べ5人"), figure.Told());
        Assert.Equal("5 3", figure.Part("heads").Counted);
    }

    [Fact]
    public void All_named_is_a_point() => Assert.Equal("2人", Two.Given(Youth(1, 2), Youth(2, 1)).Compute(s_people, People).Shown?.Ja);

    [Fact]
    public void More_names_than_heads_is_contested()
    {
        var figure = Two.Given(Youth(1, 1)).Compute(s_people, People);

        Assert.Equal((FigureStatus.Contested, "2025年5月10日の回は、名前のある参加者(2人)が人数の記録(1人)より多くなっています。"), (figure.Status, figure.NotesIn(Language.Ja).Single()));
    }

    [Fact]
    public void Parts_add_and_rivals_contest()
    {
        Assert.Equal("7〜8人", Two.Given(Youth(1, 4, "morning"), Youth(1, 3, "evening"), Youth(2, 2)).Compute(s_people, People).Shown?.Ja);
        Assert.Equal((FigureStatus.Contested, "4〜6人"),
            Two.Given(Youth(1, 4), Youth(1, 6)).Compute(s_people, People) is var f ? (f.Status, f.Shown?.Ja) : default);
    }

    [Fact]
    public void Sessions_without_a_count_are_named_in_a_sum_of_heads()
    {
        var figure = Two.Given(Youth(1, 5)).Compute(Heads(("group", "youth")), Visits);

        Assert.Equal(("5人", "2025年5月17日の回には、数える対象の人数の記録がありません。"), (figure.Shown?.Ja, figure.NotesIn(Language.Ja).Single()));
    }
}
