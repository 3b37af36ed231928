using System.Collections.Immutable;

namespace CaseStudies.Sheets;

/// <summary>A file or a table was refused as a whole; nothing of it may be used. <see cref="Code"/> is stable, one of <see cref="SheetCodes"/>.</summary>
public class SheetRefusedException(string code, SheetMessage sentence, Exception? inner = null) : Exception($"{code}: {sentence.En}", inner)
{
    public string Code { get; } = code;

    /// <summary>What is wrong and what to do.</summary>
    public SheetMessage Sentence { get; } = sentence;
}

/// <summary>
/// A table cannot be written in CP932, because it has characters that CP932 lacks. They are all told (up to a limit), so that a person can decide.
/// </summary>
public sealed class Cp932LacksException(Cp932Report report, SheetMessage sentence) : SheetRefusedException(SheetCodes.Cp932Lacks, sentence)
{
    public Cp932Report Report { get; } = report;
}

/// <summary>What CP932 lacks in a table: the first findings, and how many there are in all.</summary>
public sealed record Cp932Report(ImmutableArray<Cp932Lack> Lacks, long Total);

/// <summary>One character that CP932 lacks. Rows and columns count from 1 as in Excel; the header is row 1.</summary>
public sealed record Cp932Lack(long Row, int Column, string Character, string CodePoint);
