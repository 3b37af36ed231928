using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Indicators;

public sealed class ZeroTests
{
    [Fact]
    public void Zero_is_zero_however_it_was_made()
    {
        Quantity counted = 0;

        Assert.Equal(Quantity.Zero, counted);
        Assert.Equal(Quantity.Zero.GetHashCode(), counted.GetHashCode());
    }

    [Fact]
    public void Nothing_below_a_ratio_is_no_data()
    {
        var perSession = new Ratio(new Count(new("person_attended")), new Count(new("session_held")));

        var figure = Opened().Compute(perSession, new(Counted.Share, new("人/回", "people a session")));

        Assert.Equal(FigureStatus.NoData, figure.Status);
    }
}
