using System.Collections.Immutable;
using System.Net;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Import;

namespace CaseStudies.Server.Tests.Import;

/// <summary>A commit relies on a dry run only under the same conditions. Otherwise it reads the whole file first.</summary>
public sealed class AnnouncementTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping =
        """
        {"kind":"events","fact":"consultation_received","columns":[{"as":"row-id","header":"番号"},{"as":"member","member":"on","header":"日付"},
        {"as":"member","member":"channel","header":"方法"}]}
        """;

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    [Fact]
    public async Task What_has_changed_since_the_dry_run_is_looked_at()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "one");
        var file = ImportApi.Csv("番号,日付,方法", "1,2025-05-10,phone", "2,2025-05-11,visit");
        var announced = await api.DryRunAsync(file, Mapping);
        // The stream has changed, the verdicts have not.
        await api.Api.RecordAsync("""{"kind":"consultation_received","on":"2025-06-01","channel":"phone"}""");
        Assert.Equal(HttpStatusCode.OK, (await api.SendCommitAsync(file, announced, Guid.NewGuid(), Mapping)).Status);

        // The verdicts have changed: an entry announced as new has been recorded meanwhile.
        var next = ImportApi.Csv("番号,日付,方法", "3,2025-05-12,phone");
        var old = await api.DryRunAsync(next, Mapping);
        await api.CommitAsync(next, Mapping);
        Assert.Equal(HttpStatusCode.Conflict, (await api.SendCommitAsync(next, old, Guid.NewGuid(), Mapping)).Status);
    }

    [Fact]
    public async Task Another_mapping_is_another_ground()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "two");
        var file = ImportApi.Csv("番号,日付,方法", "1,2025-05-10,phone");
        var announced = await api.DryRunAsync(file, Mapping);
        var other = Mapping.Replace("""{"as":"row-id","header":"番号"},""", "", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await api.SendCommitAsync(file, announced, Guid.NewGuid(), other)).Status);
    }

    [Fact]
    public async Task The_same_rows_read_otherwise_are_not_what_was_announced()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "three");
        var file = ImportApi.Csv("番号,日付,方法", "1,2025-05-10,電話");
        static string By(string channel) =>
            Mapping.Replace("columns", "values\":{\"channel\":{\"電話\":\"" + channel + "\"}},\"columns", StringComparison.Ordinal);
        var announced = await api.DryRunAsync(file, By("phone"));
        Assert.Equal(HttpStatusCode.Conflict, (await api.SendCommitAsync(file, announced, Guid.NewGuid(), By("visit"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.SendCommitAsync(file, announced, Guid.NewGuid(), By("phone"))).Status);
    }

    [Fact]
    public void The_last_ones_are_kept_and_none_that_is_large()
    {
        var announcements = new DryRunCache();
        for (var i = 0; i < 17; i++)
            announcements.Keep(On(i), Found(i));
        Assert.Null(announcements.Find(On(0)));
        Assert.Equal(16, announcements.Find(On(16))!.ToDo);

        announcements.Keep(On(16), Found(99));
        Assert.Equal(99, announcements.Find(On(16))!.ToDo);
        announcements.Keep(On(16), Found(1) with { Refused = Enumerable.Range(0, 10_001).Select(_ => new CommandId(Guid.NewGuid())).ToImmutableHashSet() });
        Assert.Null(announcements.Find(On(16)));
        Assert.NotNull(announcements.Find(On(1)));
    }

    private static DryRunKey On(int version) =>
        new(new("npo"), new("one"), new(new string('a', 64)), "x.csv", "{}", version, new(2025, 5, 1), FiscalCalendar.April, Role.Staff, default);

    private static Announced Found(int toDo) => new("", new(), toDo, ImmutableHashSet<CommandId>.Empty);
}
