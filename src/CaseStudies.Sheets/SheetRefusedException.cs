using System.Collections.Immutable;
using CaseStudies.Domain;

namespace CaseStudies.Server.Sheets;

/// <summary>A file or a table was refused as a whole; nothing of it may be used. <see cref="Code"/> is stable, one of <see cref="SheetCodes"/>.</summary>
internal class SheetRefusedException(string code, PublicText sentence, Exception? inner = null) : Exception($"{code}: {sentence.En}", inner)
{
    public string Code { get; } = code;

    /// <summary>What is wrong and what to do.</summary>
    public PublicText Sentence { get; } = sentence;
}

/// <summary>A table cannot be written in CP932, because it has characters that CP932 lacks. They are all told (up to a limit), so that a person can decide.</summary>
internal sealed class Cp932LacksException(Cp932Report report, PublicText sentence) : SheetRefusedException(SheetCodes.Cp932Lacks, sentence)
{
    public Cp932Report Report { get; } = report;
}

/// <summary>What CP932 lacks in a table: the first findings, and how many there are in all.</summary>
internal sealed record Cp932Report(ImmutableArray<Cp932Lack> Lacks, long Total);

/// <summary>One character that CP932 lacks. Rows and columns count from 1 as in Excel; the header is row 1.</summary>
internal sealed record Cp932Lack(long Row, int Column, string Character, string CodePoint);
