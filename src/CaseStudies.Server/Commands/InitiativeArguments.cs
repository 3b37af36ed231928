using CaseStudies.Server.Read;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Commands;

/// <summary>What <c>figures</c> or <c>export</c> was asked for.</summary>
/// <param name="Figures">The figures; otherwise the entries.</param>
/// <param name="File">Where to write; null: print.</param>
/// <param name="Force">Replace the file.</param>
internal sealed record InitiativeArguments(
    InitiativeName Initiative, bool Figures, ViewQuery Asked, string? File, bool Json, bool Force, string? Kind, CsvEncoding Encoding);
