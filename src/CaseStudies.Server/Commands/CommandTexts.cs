using CaseStudies.Domain;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Commands;

/// <summary>What commands about one initiative say when they cannot do what was asked.</summary>
internal static class CommandTexts
{
    public static PublicText NoInitiative(Slug organisation, Slug initiative) => new(
        $"団体「{organisation}」の取組「{initiative}」は、ここにはありません。", $"There is no initiative '{initiative}' of an organisation '{organisation}' here.");

    public static PublicText MappingUnreadable(PublicText cause) => new($"対応表を読めません:{cause.Ja}", $"The mapping cannot be read: {cause.En}");

    public static PublicText MendMapping { get; } = new(
        "上の対応表をファイルに保存して直し、--mapping でそのファイルを指定してください。", "Save the mapping above to a file, mend it there, and name the file with --mapping.");

    public static PublicText FileUnreadable(string cause) => new($"ファイルを読めません:{cause}", $"The file cannot be read: {cause}");

    public static PublicText FileUnwritable(string cause) => new($"ファイルを書けません:{cause}", $"The file cannot be written: {cause}");

    public static PublicText ImportStopped { get; } = new("止めました。同じものをもう一度入力すると、続きから行います。", "Stopped. Type the same again to go on.");

    public static PublicText FileStopped { get; } = new("止めました。ファイルは書いていません。", "Stopped; no file was written.");

    public static PublicText OtherEnding(string file) => new($"「{file}」の末尾が .csv でも .xlsx でもありません。", $"'{file}' ends in neither .csv nor .xlsx.");

    public static PublicText Exists(string file) => new(
        $"「{file}」はすでにあります。別の名前にするか、置き換えるなら --force を付けてください。", $"'{file}' exists already. Choose another name, or --force to replace it.");

    public static PublicText Lacking(Cp932Lack lack) => new(
        $"{lack.Row} 行 {lack.Column} 列目:{lack.Character} {lack.CodePoint}", $"row {lack.Row}, column {lack.Column}: {lack.Character} {lack.CodePoint}");
}
