using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Backup;

/// <summary>Messages about backups. A refusal ends with what was done to the database: nothing.</summary>
internal static class BackupTexts
{
    private const string OtherCopyJa = "データベースには何も書き込んでいません。別のコピーを使ってください。";
    private const string OtherCopyEn = "Nothing was written to the database. Use another copy of the file.";

    private const string KeptJa = "データベースには何も残していません。";
    private const string KeptEn = "Nothing was kept in the database.";

    public static PublicText NoBackup { get; } = new(
        "このファイルは CaseStudies のバックアップではありません。データベースには何も書き込んでいません。",
        "This file is not a CaseStudies backup. Nothing was written to the database.");

    public static PublicText Damaged { get; } = new($"バックアップが壊れているか、書き換えられています。{OtherCopyJa}", $"The backup is damaged or has been altered. {OtherCopyEn}");

    public static PublicText DamagedHeader { get; } = new($"バックアップの先頭が壊れています。{OtherCopyJa}", $"The beginning of the backup is damaged. {OtherCopyEn}");

    public static PublicText EndsEarly { get; } = new($"バックアップが途中で切れています。{OtherCopyJa}", $"The backup is incomplete. {OtherCopyEn}");

    public static PublicText WrongPassphrase { get; } = new(
        "パスフレーズが違います。データベースには何も書き込んでいません。バックアップしたときのパスフレーズを入力してください。",
        "The passphrase is wrong. Nothing was written to the database. Enter the passphrase with which the backup was made.");

    public static PublicText UnbearableKey { get; } = new(
        "このファイルの鍵を作るには、このプログラムの上限を超えるメモリーや時間が必要です。データベースには何も書き込んでいません。",
        "Deriving the key of this file would take more memory or time than this program allows. Nothing was written to the database.");

    public static PublicText OtherFormat(int format) => new(
        $"このプログラムは、バックアップの形式 {format} に対応していません。新しいプログラムで復元してください。データベースには何も書き込んでいません。",
        $"The backup has format {format}, which this program does not support. Restore it with a newer program. Nothing was written to the database.");

    public static PublicText DamagedPart(string part) => new(
        $"バックアップの {part} の部分が壊れているか、書き換えられています。{OtherCopyJa}", $"The part {part} of the backup is damaged or has been altered. {OtherCopyEn}");

    public static PublicText EndsIn(string part) => new(
        $"バックアップが {part} の部分の途中で切れています。{OtherCopyJa}", $"The backup is incomplete: it ends within the part {part}. {OtherCopyEn}");

    public static PublicText NoStore { get; } = new(
        "このデータベースにはまだ何も記録されていないため、バックアップするものがありません。ConnectionStrings__CaseStudies か EmbeddedPostgres__Home を確かめてください。",
        "There is nothing to back up: nothing has been recorded in this database yet. Check ConnectionStrings__CaseStudies or EmbeddedPostgres__Home.");

    public static PublicText StrangeTable(string table) => new(
        $"データベースに、このプログラムにない表 {table} があります。バックアップから漏れてしまうため、何も書き出していません。"
            + "新しいプログラムでバックアップするか、独自の表であれば別のスキーマに移してください。",
        $"The database contains a table that this program does not know and would leave out: {table}. No backup was written. "
            + "Use a newer program, or, if the table is your own, move it to another schema.");

    public static PublicText UnknownTable(string table) => new(
        $"バックアップにある表 {table} は、このプログラムにありません。新しいプログラムで復元してください。データベースには何も書き込んでいません。",
        $"The backup contains the table {table}, which this program does not have. Restore it with a newer program. Nothing was written to the database.");

    public static PublicText UnknownColumn(string table, string column) => new(
        $"バックアップにある列 {table}.{column} がこのデータベースにありません。新しいプログラムで復元してください。{KeptJa}",
        $"The backup contains the column {table}.{column}, which this database does not have. Restore it with a newer program. {KeptEn}");

    public static PublicText NotEmpty(string table, long rows) => new(
        $"復元先が空ではありません({table} に {rows} 行あります)。復元できるのは空のデータベースだけです。"
            + "ConnectionStrings__CaseStudies で新しいデータベースを、または EmbeddedPostgres__Home で別のフォルダーを指定してください。今のデータは変わっていません。",
        $"The database is not empty: {table} has {EnglishPlurals.Count(rows.ToString(CultureInfo.InvariantCulture), "rows")}. "
            + "A backup can only be restored into an empty database. Name a new database in ConnectionStrings__CaseStudies, or another folder in "
            + "EmbeddedPostgres__Home. The existing data has not been changed.");

    public static PublicText Differs(IReadOnlyCollection<string> initiatives, string then, string now) => new(
        $"復元した記録または数値が、バックアップしたときと異なります({Few(initiatives)})。{KeptJa}"
            + $"バックアップしたプログラムは {then}、このプログラムは {now} です。同じプログラムで復元するか、違いを受け入れる場合は --accept-differences を付けてください。",
        $"The restored entries or figures differ from those at the time of the backup ({Few(initiatives)}). {KeptEn} "
            + $"The backup was made by program {then}; this is {now}. "
            + "Restore it with that program or, if you accept the differences, repeat with --accept-differences.");

    public static PublicText DatabaseRefused(string state, string? table, string? column) => new(
        $"データベースが復元を受け付けませんでした(SQLSTATE {state}{(table is null ? "" : $"、表 {table}")}{(column is null ? "" : $"、列 {column}")})。{KeptJa}"
            + (state == "55P03" ? "別のプログラムが書き込み中です。このデータベースを使っているサーバーを止めてから、もう一度実行してください。" : ""),
        $"The database did not accept the restore (SQLSTATE {state}{(table is null ? "" : $", table {table}")}"
            + $"{(column is null ? "" : $", column {column}")}). {KeptEn}"
            + (state == "55P03" ? " Another program is writing to it: stop the server that uses this database, then try again." : ""));

    public static PublicText Interrupted { get; } = new($"中断しました。{KeptJa}", $"Interrupted. {KeptEn}");

    public static PublicText DatabaseFailed(string why) => new($"データベースでエラーが起きました({why})。{KeptJa}", $"The database failed ({why}). {KeptEn}");

    public static PublicText Exists(string file) => new(
        $"{file} はすでにあります。上書きはしません。別の名前を指定してください。", $"{file} already exists and is not overwritten. Choose another name.");

    public static PublicText Unfinished(string file) => new(
        $"{file} があります。別のバックアップが書き込み中か、中断されたバックアップの残りです。ほかに実行中のものがなければ、削除してからもう一度実行してください。",
        $"{file} exists: another backup is writing to it, or a backup was interrupted. If no other backup is running, delete it and try again.");

    public static PublicText Unusable(string file, string why) => new($"{file} を使えません: {why}", $"{file} cannot be used: {why}");

    public static PublicText NoPassphrase(string variable) => new(
        $"パスフレーズが必要です。バックアップには個人情報が含まれるため、パスフレーズなしでは作れません。端末で実行するか、環境変数 {variable} に設定してください。",
        $"A passphrase is required, because a backup contains personal data. Run this in a terminal, or set the environment variable {variable}.");

    public static PublicText ShortPassphrase(int minimum) => new(
        $"パスフレーズは {minimum} 文字以上にしてください。互いに関係のない単語を四つか五つ並べると、覚えやすく、推測されにくくなります。",
        $"The passphrase must have at least {minimum} characters. Four or five unrelated words are easy to remember and hard to guess.");

    public static PublicText OtherPassphrase { get; } = new("二度の入力が一致しません。もう一度実行してください。", "The two passphrases do not match. Run the command again.");

    public static PublicText AskPassphrase { get; } = new("パスフレーズ: ", "Passphrase: ");

    public static PublicText AskAgain { get; } = new("パスフレーズ(もう一度): ", "Passphrase again: ");

    public static PublicText KeepPassphrase { get; } = new(
        "パスフレーズを忘れると、このバックアップは誰にも復元できません。ファイルとは別の場所に保管してください。",
        "Without its passphrase, nobody can restore this backup. Keep the passphrase and the file in different places.");

    public static PublicText Edited(IReadOnlyCollection<string> initiatives) => new(
        $"注意: 現在表示されている記録がイベントと食い違う取組があります({Few(initiatives)})。バックアップにはイベントが入っています。rebuild で違いを一つずつ確認してください。",
        $"Note: the current entries of some initiatives do not match their events ({Few(initiatives)}). "
            + "The backup contains the events; 'rebuild' shows each difference.");

    public static PublicText Accepted(IReadOnlyCollection<string> initiatives) => new(
        $"注意: バックアップしたときと異なるまま復元した取組があります({Few(initiatives)})。", $"Note: restored although entries or figures differ from the backup: {Few(initiatives)}.");

    public static PublicText UnreadableProfiles(IReadOnlyCollection<string> organisations) => new(
        $"注意: 団体情報を読めなかった団体があります({Few(organisations)})。", $"Note: the profiles of some organisations could not be read: {Few(organisations)}.");

    public static PublicText Checked(InitiativeCheck check) => new(
        $"{check.Organisation}/{check.Initiative}: イベント {check.Events} 件、記録 {check.Entries}、数値 {check.Figures}",
        $"{check.Organisation}/{check.Initiative}: {Counted(check.Events, "events")}, entries {check.Entries}, figures {check.Figures}");

    public static PublicText Taken(string file, long bytes, BackupTaken backup) => new(
        $"{file}: {bytes} バイト、{Held(backup.Manifest).Ja}、PostgreSQL {backup.Header.Postgres}、{backup.Header.Taken}",
        $"{file}: {bytes} bytes, {Held(backup.Manifest).En}, PostgreSQL {backup.Header.Postgres}, {backup.Header.Taken}");

    public static PublicText Restored(VerifiedBackup backup) => new(
        $"復元しました: {Held(backup.Manifest).Ja}。記録と数値はバックアップ({backup.Header.Taken}、PostgreSQL {backup.Header.Postgres})と照合済みです。一覧はサーバーの起動後に更新されます。",
        $"Restored: {Held(backup.Manifest).En}. Entries and figures match the backup of {backup.Header.Taken} from PostgreSQL {backup.Header.Postgres}. "
            + "The list of initiatives is updated when the server runs.");

    public static PublicText ErasuresSince(VerifiedBackup backup) => new(
        $"{backup.Header.Taken} より後に消去された人は、名前とともに戻っています。サーバーを起動する前に casestudies erasures LIST --repeat で消去し直してください。",
        $"Who was erased after {backup.Header.Taken} is back with the name. Before the server starts, erase again: casestudies erasures LIST --repeat.");

    private static PublicText Held(BackupManifest manifest) => new(
        $"団体 {manifest.Organisations}、取組 {manifest.Initiatives}、イベント {manifest.Events} 件",
        string.Join(", ", Counted(manifest.Organisations, "organisations"), Counted(manifest.Initiatives, "initiatives"), Counted(manifest.Events, "events")));

    private static string Counted(long number, string what) => EnglishPlurals.Count(number.ToString(CultureInfo.InvariantCulture), what);

    /// <summary>The name of a step, for the display of progress.</summary>
    public static PublicText Step(string step) => step switch
    {
        MartenTables.Streams => new("ストリーム", "streams"),
        MartenTables.Events => new("イベント", "events"),
        Store.Tables.Ledger => new("操作の台帳", "command ledger"),
        Store.Tables.VaultKeys => new("団体の鍵", "organisation keys"),
        Store.Tables.VaultTexts => new("非公開の文章", "private texts"),
        Store.Tables.ImportMappings => new("取り込みの対応表", "import mappings"),
        BackupFormat.Checks => new("照合値", "checks"),
        Verifying => new("ファイルの確認", "reading the file"),
        Rebuilding => new("再構築と照合", "rebuilding and comparing"),
        _ => new(step, step),
    };

    public const string Verifying = "verify";
    public const string Rebuilding = "rebuild";

    private static string Few(IReadOnlyCollection<string> initiatives) => string.Join(", ", initiatives.Take(5)) + (initiatives.Count > 5 ? ", …" : "");
}
