using System.Collections.Immutable;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Domain;

/// <content>Of imports.</content>
public static partial class Refusals
{
    /// <summary>How many entries a refusal names.</summary>
    private const int EntriesNamed = 5;

    public static Refusal ImportExists() => Conflict("import-exists",
        "この取り込みIDはすでに使われています。新しいIDで始めてください。",
        "This import id has been used before. Start with a new one.");

    public static Refusal ImportNotOpen() => Conflict("import-not-open",
        "この取り込みは始まっていないか、すでに完了または中止されています。新しく始めてください。",
        "This import has not been started, or has already been completed or abandoned. Start a new one.");

    public static Refusal ImportCannotHold(string kind) => Rule("import-cannot-hold",
        $"「{kind}」はほかの記録の土台になるため、取り込みでは記録できません。先に一件ずつ記録してください。",
        $"Other entries may depend on '{kind}', so an import cannot contain it. Record it on its own first.");

    public static Refusal ImportUnknown(Guid import) => Missing("import-unknown",
        $"取り込み {import} はこの取組にありません。", $"There is no import {import} in this initiative.");

    public static Refusal ImportNotCompleted() => Conflict("import-not-completed",
        "この取り込みは完了していないので、有効な記録がなく、元に戻すものがありません。途中なら、中止してください(abandonment)。",
        "This import was never completed, so nothing of it is in force and there is nothing to undo. If it is still open, abandon it.");

    public static Refusal ImportIsUndone() => Conflict("import-undone",
        "この取り込みはすでに元に戻されています。同じファイルも直したファイルも、新しいIDで取り込めます。",
        "This import has already been undone. The same file, or a corrected one, can be imported under a new id.");

    /// <param name="changed">As in <see cref="Initiatives.PastImport"/>.</param>
    /// <param name="resting">As in <see cref="Initiatives.PastImport"/>.</param>
    public static Refusal ImportBuiltOn(ImmutableArray<EntryId> changed, ImmutableArray<EntryId> resting)
    {
        var (ja, en) = (new List<string>(), new List<string>());
        if (!changed.IsEmpty)
        {
            ja.Add($"取り込みの記録のうち {changed.Length} 件が、あとで変更されています({Some(changed)})。");
            en.Add($"{EnglishPlurals.Count(changed.Length, "entries")} of this import {Have(changed)} been changed since ({Some(changed)}).");
        }

        if (!resting.IsEmpty)
        {
            ja.Add($"取り込まれた回について、ほかに {resting.Length} 件の記録があります({Some(resting)})。");
            en.Add($"{EnglishPlurals.Count(resting.Length, "other entries")} {(resting.Length == 1 ? "belongs" : "belong")} to its sessions "
                + $"({Some(resting)}).");
        }

        return Conflict("import-built-on",
            $"{string.Concat(ja)}先に、あとの取り込みを元に戻すか、これらの記録を取り消してください(この取り込みが訂正しただけの記録は、正しい内容に訂正しても構いません)。"
            + "そのあとで、取り込み全体を元に戻せます。",
            $"{string.Join(' ', en)} First undo later imports, or withdraw these entries (one that this import only corrected may be corrected instead); "
            + "then the import can be undone as a whole.");

        static string Have(ImmutableArray<EntryId> entries) => entries.Length == 1 ? "has" : "have";

        static string Some(ImmutableArray<EntryId> entries) => string.Join(", ", entries.Take(EntriesNamed)) + (entries.Length > EntriesNamed ? " …" : "");
    }
}
