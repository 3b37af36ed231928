using System.Collections.Immutable;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>A checker that never fails proves nothing: each fault it is there for, given to it as data.</summary>
public sealed class CheckerTests
{
    private static readonly Guid s_one = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid s_two = Guid.Parse("00000000-0000-0000-0000-000000000002");
    private static readonly Guid s_refused = Guid.Parse("00000000-0000-0000-0000-000000000003");
    private static readonly Guid s_unknown = Guid.Parse("00000000-0000-0000-0000-000000000004");

    private readonly List<Intent> _intents = [Want(1, s_one, "a"), Want(2, s_two, "b", "c"), Want(3, s_refused, "d"), Want(4, s_unknown, "e")];
    private readonly List<Outcome> _outcomes = [new(1, Verdict.Unknown), new(1, Verdict.Ok, 1, Replayed: true), new(2, Verdict.Ok, 2), new(3, Verdict.Refused),
        new(4, Verdict.Unknown)];
    private readonly List<StoredEvent> _events = [Event(1, s_one, 0, "a"), Event(2, s_two, 0, "b"), Event(3, s_two, 1, "c")];
    private readonly List<StoredCommand> _ledger = [new("ysc", s_one, "i", 1, 1), new("ysc", s_two, "i", 2, 2)];

    [Fact]
    public void What_was_told_and_what_is_stored_agree() => Assert.Empty(Found().All);

    [Fact]
    public void An_unknown_command_may_be_recorded_as_well()
    {
        Store(Event(4, s_unknown, 0, "e"));
        Assert.Empty(Found().All);
    }

    [Fact]
    public void A_lost_event_is_found()
    {
        _events.RemoveAll(e => e.Command == s_one);
        _ledger.RemoveAll(e => e.Command == s_one);
        Assert.Contains(s_one.ToString(), Assert.Single(Found().Lost));
    }

    [Fact]
    public void Half_of_an_act_is_a_loss()
    {
        _events.RemoveAll(e => e.Content == "c");
        Assert.Single(Found().Lost);
    }

    [Fact]
    public void A_doubled_event_is_found()
    {
        _events.Add(Event(4, s_one, 0, "a"));
        Assert.Contains(s_one.ToString(), Assert.Single(Found().Doubled));
    }

    [Fact]
    public void An_unknown_command_that_is_stored_twice_is_doubled()
    {
        Store(Event(4, s_unknown, 0, "e"));
        _events.Add(Event(5, s_unknown, 0, "e"));
        Assert.Single(Found().Doubled);
    }

    [Fact]
    public void A_refused_command_that_is_stored_is_found()
    {
        Store(Event(4, s_refused, 0, "d"));
        Assert.Contains("refused", Assert.Single(Found().Others));
    }

    [Fact]
    public void Half_of_an_unknown_act_is_found()
    {
        _intents.Add(Want(5, Guid.Empty, "f", "g"));
        Store(Event(4, Guid.Empty, 0, "f"));
        Assert.Contains("in part", Assert.Single(Found().Others));
    }

    [Fact]
    public void A_gap_is_found()
    {
        _events[2] = _events[2] with { Version = 4 };
        Assert.Contains(Found().Others, o => o.Contains("versions of", StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_that_nobody_asked_for_is_found()
    {
        Store(Event(4, Guid.Empty, 0, "z"));
        Assert.Contains("nobody asked", Assert.Single(Found().Others));
    }

    [Fact]
    public void An_answer_that_named_another_place_is_found()
    {
        _outcomes[1] = _outcomes[1] with { Version = 7 };
        Assert.Contains("elsewhere", Assert.Single(Found().Others));
    }

    [Fact]
    public void Two_answers_that_contradict_each_other_are_found()
    {
        _outcomes.Add(new(1, Verdict.Refused));
        Assert.Contains("this and that", Assert.Single(Found().Others));
    }

    [Fact]
    public void A_ledger_that_differs_from_the_events_is_found()
    {
        _ledger.RemoveAt(0);
        Assert.Contains(Found().Others, o => o.StartsWith("recorded, but not so in the ledger", StringComparison.Ordinal));
        _ledger.Add(new("ysc", s_refused, "i", 9, 1));
        Assert.Contains(Found().Others, o => o.StartsWith("in the ledger, but not so recorded", StringComparison.Ordinal));
    }

    private Findings Found() => Checker.Check(_intents, _outcomes, _events, _ledger);

    private void Store(StoredEvent e)
    {
        _events.Add(e);
        _ledger.Add(new(e.Organisation, e.Command, e.Initiative, e.Version, 1));
    }

    private static Intent Want(int number, Guid command, params string[] contents) =>
        new(number, command, "ysc", "i", [.. contents.Select(c => new Wanted(c, command))]);

    private static StoredEvent Event(int version, Guid command, int index, string content) => new("ysc", "i", version, command, index, content);
}
