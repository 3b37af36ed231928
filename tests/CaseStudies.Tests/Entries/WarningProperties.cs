using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Entries;

/// <summary>Random acts, few days and people. What the answer to each tells is the difference of the list before and after.</summary>
[Trait("Takes", "long")]
public sealed class WarningProperties
{
    /// <summary>More for a longer look: WARNED_HISTORIES.</summary>
    private static readonly int s_histories = int.Parse(Environment.GetEnvironmentVariable("WARNED_HISTORIES") ?? "200", null);

    private const int ActsEach = 40;

    [Fact]
    public void The_answer_to_an_act_is_the_difference_that_it_makes_to_the_list()
    {
        var (told, acts) = (Enum.GetValues<Slip>().ToDictionary(s => s, _ => 0), 0);
        foreach (var seed in Enumerable.Range(0, s_histories))
        {
            var drawn = new DrawnActs(seed);
            while (drawn.Acts < ActsEach)
            {
                var before = drawn.History.Version;
                var command = drawn.Act();
                if (drawn.History.Version == before)
                    continue; // refused
                var history = EntryHistory.FromRows(drawn.History.Rows);
                var (earlier, later) = (history.AsKnown(before), history.AsKnown());
                var first = command is CompleteImport ? history.Last : before + 1;

                var answer = Warnings.ByAct(history, first, history.Last);

                Assert.True(Texts(Warnings.Beyond(later, earlier)).SequenceEqual(Texts(answer)), $"seed {seed}, version {history.Last}, {command}");
                Assert.True(answer.IsEmpty || command is CompleteImport || Warnings.MayFollow(command, Start), $"seed {seed}, {command}");
                acts++;
                foreach (var warning in answer)
                    told[warning.Slip]++;
            }
        }

        Assert.All(told, t => Assert.True(t.Value > acts / 200, $"{t.Key}: {t.Value} of {acts}"));
    }

    /// <summary>Whoever asks again later gets the same answer: nothing that came since is looked at.</summary>
    [Fact]
    public void The_answer_stays_the_same_whatever_comes_later()
    {
        foreach (var seed in Enumerable.Range(0, s_histories / 10))
        {
            var (drawn, answers) = (new DrawnActs(seed), new List<(int First, int Last, List<string> Told)>());
            while (drawn.Acts < ActsEach)
            {
                var before = drawn.History.Version;
                var command = drawn.Act();
                var (history, first) = (EntryHistory.FromRows(drawn.History.Rows), command is CompleteImport ? drawn.History.Version : before + 1);
                if (history.Last > before)
                    answers.Add((first, history.Last, Texts(Warnings.ByAct(history, first, history.Last))));
            }

            var all = EntryHistory.FromRows(drawn.History.Rows);
            Assert.All(answers, a => Assert.Equal(a.Told, Texts(Warnings.ByAct(all, a.First, a.Last))));
        }
    }

    private static List<string> Texts(IEnumerable<Warning> warnings) =>
        [.. warnings.Select(w => $"{w.Slip} {w.On} {w.Found} {w.Usual} {string.Join(' ', w.Entries.Select(e => $"{e.Id}@{e.Version}"))}")];

    /// <summary>Acts as people send them, each decided by the rules; some are refused.</summary>
    private sealed class DrawnActs(int seed)
    {
        private static readonly string[] s_strands = ["cafe", "garden"];

        private readonly Random _random = new(seed);
        private readonly List<CommandId> _acts = [];
        private ImportId? _import;
        private int _sessions;

        public History History { get; } = Opened().Given(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")));

        public int Acts { get; private set; }

        public InitiativeCommand Act()
        {
            Acts++;
            History.CapturedAt = _random.Next(12) == 0 ? Start + Duration.FromMinutes(_random.Next(12)) : null;
            var import = _random.Next(4) == 0 ? _import : null;
            var command = Command();
            if (History.TryAccept(command, command is RecordFacts or CorrectEntry or WithdrawEntry ? import : null) && import is null)
                _acts.Add(command.Command);
            return command;
        }

        private InitiativeCommand Command()
        {
            var (id, captured) = (History.NextCommand(), History.CapturedAt);
            var live = EntryBook.AsKnown(History.Rows).Listed().Where(e => e.InForce && e.Fact is not (InitiativeOpened or StrandStarted)).ToList();
            switch (_random.Next(live.Count < 8 ? 8 : 14))
            {
                case 8 when live.Count > 0:
                    return new WithdrawEntry(id, One(live).Id, new(ReasonCode.Duplicate), CapturedAt: captured);
                case 9 when One(live) is var entry:
                    return new CorrectEntry(id, entry.Id, Other(entry.Fact), new(ReasonCode.Miscounted), CapturedAt: captured);
                case 10 when _acts.Count > 0:
                    return new UndoAct(id, One(_acts), new(ReasonCode.EnteredByMistake), captured);
                case 11 when Warnings.In(EntryBook.AsKnown(History.Rows)) is { IsEmpty: false } warnings && One(warnings) is var warning:
                    var entries = warning.Entries.Select(e => e.Id).Take(_random.Next(4) == 0 ? 1 : 9).ToList();
                    return new RecordFacts(id, [entries.Count > 1 && _random.Next(3) == 0
                        ? new EntriesToldApart([.. entries], D("2025-06-01"))
                        : new EntriesConfirmed(warning.Slip, [.. entries], D("2025-06-01"))], captured);
                case 12 when _import is { } open:
                    _import = null;
                    return new CompleteImport(id, open);
                case 12:
                    _import = new ImportId(id.Value);
                    return new BeginImport(id, _import.Value, new(new string('a', 64)));
                default:
                    return new RecordFacts(id, [.. Enumerable.Range(0, _random.Next(1, 4)).SelectMany(_ => Facts())], captured);
            }
        }

        private InitiativeFact[] Facts() => _random.Next(16) switch
        {
            0 => [new InitiativeClosed(Day(20))],
            1 => [new InitiativeReopened(Day(20))],
            2 => [new PersonLeft(P(_random.Next(4)), Day())],
            3 => [new PersonEnrolled(P(_random.Next(4)), S("participant"), Day(), LawfulBasis.Consent)],
            4 => [new PeopleMerged(P(_random.Next(4)), P(_random.Next(4)), Day())],
            5 or 6 => [new ActivityLogged(P(_random.Next(4)), S("watering"), D("2025-05-01").PlusDays(_random.Next(2)), _random.Next(4, 14))],
            7 or 8 => [new PersonAttended(P(_random.Next(4)), Session(_random.Next(1, _sessions + 1)))],
            9 or 10 => [Count(_random.Next(1, _sessions + 1))],
            11 => [new MilestoneReached(S("card"), T("できた"), Day())],
            _ => Held(),
        };

        /// <summary>Mostly new and later than all before; sometimes under the id of one that was withdrawn.</summary>
        private InitiativeFact[] Held()
        {
            var session = _random.Next(6) == 0 ? _random.Next(1, _sessions + 1) : ++_sessions;
            var day = _random.Next(4) == 0 ? Day() : D("2025-04-02").PlusDays(_sessions / 2);
            return [new SessionHeld(Session(session), S(One(s_strands)), day), Count(session)];
        }

        private ParticipantsCounted Count(int session) =>
            new(Session(session), S("audience"), S("youth"), _random.Next(4) == 0 ? _random.Next(60) : _random.Next(4));

        private InitiativeFact Other(InitiativeFact fact) => fact switch
        {
            SessionHeld held => held with { On = Day(), Strand = S(One(s_strands)) },
            ParticipantsCounted counted => counted with { Count = _random.Next(60) },
            ActivityLogged logged => logged with { Hours = _random.Next(20), On = Day() },
            PersonAttended attended => attended with { Person = P(_random.Next(4)) },
            PersonLeft left => left with { On = Day() },
            InitiativeClosed closed => closed with { On = Day(20) },
            _ => fact,
        };

        private LocalDate Day(int from = 0) => D("2025-04-02").PlusDays(_random.Next(from, 30));

        private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
    }
}
