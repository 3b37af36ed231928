using System.Collections.Immutable;
using System.Text.Json;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>What a client was told in the end.</summary>
public enum Verdict
{
    /// <summary>Recorded, at a version.</summary>
    Ok,

    /// <summary>It was not recorded, and why.</summary>
    Refused,

    /// <summary>There was no answer, or one that promises nothing.</summary>
    Unknown,
}

/// <summary>One event that a command asks for.</summary>
/// <param name="Content">Stands in the event and in no other one.</param>
/// <param name="Entry">The entry that it opens or changes.</param>
/// <param name="Count">How many heads the entry counts from then on; null: it counts none.</param>
/// <param name="Ends">It withdraws the entry.</param>
public sealed record Wanted(string Content, Guid Entry, int? Count = null, bool Ends = false);

/// <summary>A command that a client is about to send. Two intents may bear one command id: then only one can be accepted.</summary>
public sealed record Intent(int Number, Guid Command, string Organisation, string Initiative, ImmutableArray<Wanted> Wanted);

/// <summary>What became of one sending.</summary>
/// <param name="Version">Where the answer said that the first event stands.</param>
/// <param name="Replayed">The answer said that it had been recorded before.</param>
/// <param name="Fault">How many faults had been injected by then.</param>
public sealed record Outcome(int Number, Verdict Verdict, int? Version = null, bool Replayed = false, int Fault = 0);

/// <summary>What clients meant and what they were told, written before it is used, in a file that no fault touches.</summary>
/// <remarks>Only the machine's own death could lose a line, and with it goes the run; so lines are flushed, and synchronised once at the end.</remarks>
internal sealed class Journal(string path) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file = new(File.Create(path)) { AutoFlush = true };
    private readonly List<Intent> _intents = [];
    private int _number;

    private sealed record Line(Intent? Intent, Outcome? Outcome);

    /// <summary>How many faults have been injected.</summary>
    public int Faults { get; set; }

    public int NextNumber() => Interlocked.Increment(ref _number);

    public void Write(Intent intent) => Write(new Line(intent, null));

    public void Write(Outcome outcome) => Write(new Line(null, outcome with { Fault = Faults }));

    private void Write(Line line)
    {
        var text = JsonSerializer.Serialize(line);
        lock (_lock)
        {
            _file.WriteLine(text);
            if (line.Intent is { } intent)
                _intents.Add(intent);
        }
    }

    /// <summary>What clients have meant so far.</summary>
    public List<Intent> Intents()
    {
        lock (_lock)
            return [.. _intents];
    }

    public static (List<Intent> Intents, List<Outcome> Outcomes) Read(string path)
    {
        var lines = File.ReadLines(path).Select(l => JsonSerializer.Deserialize<Line>(l)!).ToList();
        return ([.. lines.Select(l => l.Intent).OfType<Intent>()], [.. lines.Select(l => l.Outcome).OfType<Outcome>()]);
    }

    public void Dispose()
    {
        ((FileStream)_file.BaseStream).Flush(flushToDisk: true);
        _file.Dispose();
    }
}
