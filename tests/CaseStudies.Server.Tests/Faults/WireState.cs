using System.Buffers.Binary;
using System.Text;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>What one connection to PostgreSQL is doing, as its messages tell (PostgreSQL manual, "Message Formats").</summary>
/// <param name="promised">Its first message asked for durable commits.</param>
internal sealed class WireState(bool promised)
{
    private enum Step
    {
        Other,
        Claiming,
        Saving,
        Committing,
    }

    private readonly Dictionary<string, Step> _statements = [];
    private Step _step;

    /// <summary>The process that serves the connection; known once it has been let in.</summary>
    public int? Backend { get; private set; }

    /// <summary>A command was saved though nobody had asked for durable commits, or after somebody had asked for something else.</summary>
    public bool SavedLightly { get; private set; }

    /// <summary>Before a message of the application is passed on: the phase of the command that it is about to end.</summary>
    public Phase? Sent(byte type, ReadOnlySpan<byte> body)
    {
        switch ((char)type)
        {
            case 'P':
                var name = Text(ref body);
                Learn(name, Text(ref body));
                return null;
            case 'B':
                Text(ref body);
                var next = _statements.GetValueOrDefault(Text(ref body));
                return next is Step.Claiming or Step.Saving ? Enter(next) : null;
            case 'Q':
                var sql = Text(ref body);
                Watch(sql);
                if (_step == Step.Saving && sql.Equals("commit", StringComparison.OrdinalIgnoreCase))
                    return Enter(Step.Committing);
                if (sql.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase))
                    _step = Step.Other;
                return null;
            default:
                return null;
        }
    }

    /// <summary>The message that was just passed on tells PostgreSQL to commit somebody's command.</summary>
    public bool IsCommitting => _step == Step.Committing;

    /// <summary>Before a message of PostgreSQL is passed on.</summary>
    public Phase? Received(byte type, ReadOnlySpan<byte> body)
    {
        switch ((char)type)
        {
            case 'K':
                Backend = BinaryPrimitives.ReadInt32BigEndian(body);
                return null;
            case 'C' when _step == Step.Committing && Text(ref body) == "COMMIT":
                _step = Step.Other;
                return Phase.CommittedUnheard;
            case 'Z' when _step is Step.Claiming or Step.Saving:
                return Phase.Deciding;
            default:
                return null;
        }
    }

    private Phase Enter(Step step)
    {
        _step = step;
        SavedLightly |= step == Step.Saving && !promised;
        return Phase.Deciding;
    }

    private void Learn(string name, string sql)
    {
        Watch(sql);
        _statements[name] = sql.Contains("set_config('lock_timeout'", StringComparison.Ordinal) ? Step.Claiming
            : sql.Contains("insert into casestudies.command_ledger", StringComparison.Ordinal) ? Step.Saving
            : Step.Other;
    }

    private void Watch(string sql) => promised &= !sql.Contains("synchronous_commit", StringComparison.OrdinalIgnoreCase);

    private static string Text(ref ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(body[..end]);
        body = body[(end + 1)..];
        return text;
    }
}
