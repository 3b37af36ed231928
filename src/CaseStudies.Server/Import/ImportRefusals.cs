using CaseStudies.Domain;
using CaseStudies.Server.Problems;
using CaseStudies.Sheets.Values;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>A file, a mapping or an import was refused as a whole; nothing was recorded by it.</summary>
internal sealed class ImportRefusedException(ImportRefusal refusal) : Exception(refusal.Code)
{
    public ImportRefusal Refusal { get; } = refusal;
}

/// <param name="Status">HTTP's.</param>
/// <param name="Says">What exactly, where there are several things.</param>
/// <param name="Mapping">The one that does not do, to be edited and sent.</param>
internal sealed record ImportRefusal(string Code, int Status, PublicText Sentence, IReadOnlyList<ImportProblem>? Says = null, ImportMapping? Mapping = null);

internal static class ImportRefusals
{
    /// <summary>What a mapping holds may be longer than any sentence.</summary>
    private const int Longest = 1_000;

    public static ImportRefusal Unreadable() => new("import-store-unreadable", 409, new(
        "記録の一部が読めないため、取り込めません。管理者が「rebuild」を実行してから、もう一度行ってください。",
        "Some entries cannot be read, so nothing can be imported. Have the administrator run 'rebuild', then repeat."));

    public static ImportRefusal MappingWrong(IReadOnlyList<ImportProblem> says, ImportMapping? mapping = null) => new("import-mapping-wrong", 422, new(
        $"対応表とファイルが合いません:{OfficeText.Shown(says[0].Ja, Longest)}", $"The mapping does not fit the file: {OfficeText.Shown(says[0].En, Longest)}"), says, mapping);

    public static ImportRefusal NoMapping() => new("import-no-mapping", 422, new(
        "表の見出しから、何の表か分かりませんでした。対応表(mapping)を付けて送ってください。",
        "The header does not tell what the table is. Send a mapping with it."));

    public static ImportRefusal MappingUnknown(string key) => new("import-mapping-unknown", 404, new(
        $"対応表「{key}」は保存されていません。", $"No mapping is saved under '{key}'."));

    public static ImportRefusal TooManyMappings() => new("import-too-many-mappings", 409, new(
        $"対応表は {MappingStore.MaximumMappings} 件までです。使わないものを消してください。", $"An organisation keeps at most {MappingStore.MaximumMappings} mappings. Delete one that is not used."));

    /// <summary>Said by the endpoint: a route that took only this type would answer before it asks who is there.</summary>
    public static ImportRefusal NoForm() => new("unsupported-media-type", 415, new(
        "multipart/form-data で、file にファイルを入れて送ってください。", "Send multipart/form-data with the file as 'file'."));

    public static ImportRefusal NotConfirmed(string member) => new("import-not-confirmed", 422, new(
        $"確認のため、内容に {member} を書いてください。", $"To confirm it, say {member} in the body."));

    public static ImportRefusal NoFile() => new("import-no-file", 400, new(
        "ファイルがありません。multipart/form-data の file にファイルを入れてください。", "There is no file. Send it as 'file' of multipart/form-data."));

    public static ImportRefusal HashMissing() => new("import-hash-missing", 422, new(
        "確認(dry run)の file(ハッシュ)を、アドレスの file に付けてください。", "Give the dry run's 'file' (the hash) as 'file' in the address."));

    public static ImportRefusal OtherFile() => new("import-other-file", 422, new(
        "この取り込みは、別のファイルで始まっています。同じファイルを送るか、新しい取り込みを始めてください。",
        "This import was begun with another file. Send that file, or begin a new import."));

    public static ImportRefusal OtherReading() => new("import-other-mapping", 409, new(
        "この取り込みは、別の対応表(または別の年度の始まり)で始まっています。始めたときの対応表を付けて送るか、この取り込みをやめて(abandonment)、新しく始めてください。",
        "This import was begun with another mapping, or under another fiscal year. Send the mapping that it began with, or abandon it and begin a new one."));

    public static ImportRefusal HashDiffers() => new("import-hash-differs", 422, new(
        "送られたファイルは、確認(dry run)したファイルと違います。もう一度確認してから取り込んでください。",
        "The file is not the one of the dry run. Do the dry run again, then import."));

    public static ImportRefusal PlanDiffers() => new("import-plan-differs", 409, new(
        "確認(dry run)のあとに記録が変わり、結果が同じではなくなりました。もう一度確認してから取り込んでください。",
        "Entries have changed since the dry run, and the outcome would be another. Do the dry run again, then import."));

    public static ImportRefusal UnderWay(OpenImport other) => new("import-under-way", 409, new(
        $"別の取り込み {other.Import} がまだ終わっていません。それを続けて完了するか、中止してから行ってください。",
        $"Another import, {other.Import}, is not finished. Go on with it, complete or abandon it, then repeat."));

    public static ImportRefusal Over() => new("import-not-open", 409, new(
        "この取り込みは中止されています。新しいIDで始めてください。", "This import was abandoned. Begin a new one under a new id."));

    public static ImportRefusal Refused(Refusal refusal) => new(refusal.Code, Problem.StatusOf(refusal), refusal.Sentence);
}
