using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using NodaTime;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Organisations;

public sealed class PermissionsTests
{
    private const string Tokyo = "Asia/Tokyo";

    private static readonly SubjectId s_me = new("m-1");
    private static readonly SubjectId s_other = new("m-2");
    private static readonly EntryId s_entry = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly CommandId s_command = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly Reason s_reason = new(ReasonCode.Miscounted);

    /// <summary>23:30 in Tokyo.</summary>
    private static readonly Instant s_evening = Instant.FromUtc(2025, 5, 10, 14, 30);

    private static readonly TargetSet s_target = new(S("visits"), Comparison.AtLeast, 60, D("2025-04-01"));

    [Fact]
    public void Every_kind_of_fact_has_one_role_and_nobody_below_recorder_records()
    {
        var roles = InitiativeEventCatalogue.Facts.Values.ToDictionary(f => f.Type, f => Permissions.RoleFor(f.Type));

        Assert.All(roles.Values, r => Assert.True(r is Role.Recorder or Role.Staff or Role.Manager));
        Assert.Equal((Role.Recorder, Role.Staff, Role.Manager),
            (roles[typeof(ParticipantsCounted)], roles[typeof(TermDefined)], roles[typeof(TargetSet)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Permissions.RoleFor(typeof(string)));
    }

    [Theory, InlineData(Role.Reader, "/facts/0"), InlineData(Role.Recorder, "/facts/1"), InlineData(Role.Staff, "/facts/2"), InlineData(Role.Manager, null)]
    public void An_act_needs_the_role_of_its_every_fact(Role role, string? at)
    {
        var act = new RecordFacts(s_command, [Youth(1, 4), new TermDefined(S("group"), S("youth"), T("若者"), D("2025-04-01")), s_target]);

        Assert.Equal((at is null ? null : "role-insufficient", at), Checked(role, act) is { } r ? (r.Code, r.At) : (null, null));
    }

    [Theory]
    [InlineData(Role.Reader, true, 0, "role-insufficient"), InlineData(Role.Recorder, true, 0, null), InlineData(Role.Recorder, true, 40, "not-own-of-today")]
    [InlineData(Role.Recorder, false, 0, "not-own-of-today"), InlineData(Role.Staff, false, 4_000, null), InlineData(Role.Owner, false, 4_000, null)]
    public void A_recorder_changes_what_they_recorded_themselves_on_the_same_day_in_the_initiatives_zone(Role role, bool own, int minutes, string? refusal)
    {
        var context = With(new EntryHead(s_entry, 3, true, Youth(1, 4), s_command, null, own ? s_me : s_other, s_evening));
        var now = s_evening + Duration.FromMinutes(minutes);
        InitiativeCommand[] changes =
        [
            new CorrectEntry(s_command, s_entry, Youth(1, 5), s_reason, 3), new WithdrawEntry(s_command, s_entry, s_reason, 3),
            new ChangeEntries(s_command, [new(s_entry, Youth(1, 5), 3)], s_reason), new UndoAct(s_command, s_command, s_reason),
        ];

        Assert.All(changes, c => Assert.Equal(refusal, Permissions.Check(role, s_me, Tokyo, c, c is UndoAct
            ? context with { Past = [new(s_entry, 3, null, Youth(1, 4))] } : context, now)?.Code));
    }

    [Fact]
    public void Who_may_not_say_a_thing_may_not_take_it_back_either()
    {
        var context = With(new EntryHead(s_entry, 3, true, s_target, s_command, null, s_me, s_evening)) with { Past = [new(s_entry, 3, null, s_target)] };

        Assert.All((InitiativeCommand[])[new WithdrawEntry(s_command, s_entry, s_reason, 3), new UndoAct(s_command, s_command, s_reason)], c =>
        {
            Assert.Equal("role-insufficient", Permissions.Check(Role.Staff, s_me, Tokyo, c, context, s_evening)?.Code);
            Assert.Null(Permissions.Check(Role.Manager, s_me, Tokyo, c, context, s_evening));
        });
    }

    [Fact]
    public void Imports_are_for_staff()
    {
        var import = new ImportId(Guid.Empty);
        InitiativeCommand[] commands = [new BeginImport(s_command, import, new(new string('0', 64))), new CompleteImport(s_command, import),
            new AbandonImport(s_command, import, s_reason), new UndoImport(s_command, import, s_reason)];

        Assert.All(commands, c => Assert.Equal(("role-insufficient", null), (Checked(Role.Recorder, c)?.Code, Checked(Role.Staff, c)?.Code)));
    }

    private static Refusal? Checked(Role role, InitiativeCommand command) => Permissions.Check(role, s_me, Tokyo, command, DecisionContext.Empty, s_evening);

    private static DecisionContext With(EntryHead head) =>
        DecisionContext.Empty with { Entries = ImmutableDictionary<EntryId, EntryHead>.Empty.Add(head.Entry, head) };
}
