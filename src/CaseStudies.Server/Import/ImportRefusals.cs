using CaseStudies.Domain;
using CaseStudies.Server.Problems;
using CaseStudies.Sheets.Values;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>A file, a mapping or an import was refused as a whole. Nothing was recorded.</summary>
internal sealed class ImportRefusedException(ImportRefusal refusal) : Exception(refusal.Code)
{
    public ImportRefusal Refusal { get; } = refusal;
}

/// <param name="Status">The HTTP status.</param>
/// <param name="Says">The problems, if there are several.</param>
/// <param name="Mapping">The mapping that does not fit, so that it can be edited and sent again.</param>
internal sealed record ImportRefusal(string Code, int Status, PublicText Sentence, IReadOnlyList<ImportProblem>? Says = null, ImportMapping? Mapping = null);

internal static class ImportRefusals
{
    /// <summary>Shortened, because the texts of a mapping may be of any length.</summary>
    private const int Longest = 1_000;

    public static ImportRefusal Unreadable() => new("import-store-unreadable", 409, new(
        "記録の一部が読めないため、取り込めません。管理者に「rebuild」の実行を依頼してから、もう一度行ってください。",
        "Some entries cannot be read, so nothing can be imported. Ask the administrator to run 'rebuild', then try again."));

    public static ImportRefusal MappingWrong(IReadOnlyList<ImportProblem> says, ImportMapping? mapping = null) => new("import-mapping-wrong", 422, new(
        $"対応表とファイルが合いません:{OfficeText.Shown(says[0].Ja, Longest)}", $"The mapping does not fit the file: {OfficeText.Shown(says[0].En, Longest)}"), says,
        mapping);

    public static ImportRefusal NoMapping() => new("import-no-mapping", 422, new(
        "見出しからは、何の表かを判断できませんでした。対応表(mapping)を付けて送ってください。",
        "The header does not show what kind of table this is. Send a mapping with the file."));

    public static ImportRefusal MappingUnknown(string key) => new("import-mapping-unknown", 404, new(
        $"対応表「{key}」は保存されていません。", $"No mapping is saved under '{key}'."));

    public static ImportRefusal TooManyMappings() => new("import-too-many-mappings", 409, new(
        $"対応表は {MappingStore.MaximumMappings} 件までです。使わないものを消してください。",
        $"An organisation can save at most {MappingStore.MaximumMappings} mappings. Delete one that is not used."));

    /// <summary>The endpoint checks the type itself: a route limited to it would answer 415 before it checks who is asking.</summary>
    public static ImportRefusal NoForm() => new("unsupported-media-type", 415, new(
        "multipart/form-data で、file にファイルを入れて送ってください。", "Send multipart/form-data with the file in 'file'."));

    public static ImportRefusal NotConfirmed(string member) => new("import-not-confirmed", 422, new(
        $"確認のため、本文に {member} を書いてください。", $"To confirm, write {member} in the body."));

    public static ImportRefusal NoYear(string typed) => new("import-no-year", 422, new(
        $"年度「{OfficeText.Shown(typed)}」は、2026 のように西暦の4桁で書いてください。", $"Write the fiscal year '{OfficeText.Shown(typed)}' with four digits, like 2026."));

    public static ImportRefusal NoFile() => new("import-no-file", 400, new(
        "ファイルがありません。multipart/form-data の file にファイルを入れてください。", "There is no file. Send it as 'file' in multipart/form-data."));

    public static ImportRefusal HashMissing() => new("import-hash-missing", 422, new(
        "確認(dry run)で返された file(ハッシュ)を、アドレスの file に付けてください。", "Add the 'file' (hash) of the dry run to the address as 'file'."));

    public static ImportRefusal OtherFile() => new("import-other-file", 422, new(
        "この取り込みは、別のファイルで始まっています。同じファイルを送るか、新しい取り込みを始めてください。",
        "This import was started with another file. Send that file, or start a new import."));

    public static ImportRefusal OtherReading() => new("import-other-mapping", 409, new(
        "この取り込みは、別の対応表(または別の年度の設定)で始まっています。始めたときの対応表を付けて送るか、この取り込みを中止して(abandonment)、新しく始めてください。",
        "This import was started with another mapping or another fiscal year. Send the mapping it was started with, or abandon it and start a new one."));

    public static ImportRefusal HashDiffers() => new("import-hash-differs", 422, new(
        "送られたファイルは、確認(dry run)したファイルと異なります。もう一度確認してから取り込んでください。",
        "This is not the file of the dry run. Repeat the dry run, then import."));

    public static ImportRefusal PlanDiffers() => new("import-plan-differs", 409, new(
        "確認(dry run)のあとに記録が変わり、結果が変わりました。もう一度確認してから取り込んでください。",
        "Entries have changed since the dry run, so the result would differ. Repeat the dry run, then import."));

    public static ImportRefusal UnderWay(OpenImport other) => new("import-under-way", 409, new(
        $"別の取り込み {other.Import} がまだ終わっていません。それを続けて完了するか、中止してから行ってください。",
        $"Another import ({other.Import}) is not finished. Continue and complete it, or abandon it, then try again."));

    public static ImportRefusal Over() => new("import-not-open", 409, new(
        "この取り込みは中止されています。新しいIDで始めてください。", "This import was abandoned. Start a new one with a new id."));

    public static ImportRefusal Refused(Refusal refusal) => new(refusal.Code, Problem.StatusOf(refusal), refusal.Sentence);
}
