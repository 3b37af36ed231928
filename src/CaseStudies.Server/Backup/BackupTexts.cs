using CaseStudies.Domain;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Backup;

/// <summary>Why a file is refused. The ends of the sentences say what was done to the database: nothing.</summary>
internal static class BackupTexts
{
    private const string OtherCopyJa = "データベースには何も書き込んでいません。別の複製をお使いください。";
    private const string OtherCopyEn = "Nothing was written to the database. Use another copy of the file.";

    private const string KeptJa = "データベースには何も残していません。";
    private const string KeptEn = "Nothing was kept in the database.";

    public static PublicText NoBackup { get; } = new(
        "このファイルは CaseStudies のバックアップではありません。データベースには何も書き込んでいません。",
        "This file is no backup of CaseStudies. Nothing was written to the database.");

    public static PublicText Damaged { get; } = new($"バックアップが壊れているか、書き換えられています。{OtherCopyJa}", $"The backup is damaged or was changed. {OtherCopyEn}");

    public static PublicText DamagedHeader { get; } = new($"バックアップの先頭が壊れています。{OtherCopyJa}", $"The head of the backup is damaged. {OtherCopyEn}");

    public static PublicText EndsEarly { get; } = new($"バックアップが途中で切れています。{OtherCopyJa}", $"The backup ends too early. {OtherCopyEn}");

    public static PublicText WrongPassphrase { get; } = new(
        "合言葉が違います。データベースには何も書き込んでいません。バックアップしたときの合言葉を入力してください。",
        "The passphrase is another than the backup's. Nothing was written to the database. Give the one with which the backup was made.");

    public static PublicText UnbearableKey { get; } = new(
        "このファイルの鍵の作り方は、このプログラムが受け入れる限度を超えています。データベースには何も書き込んでいません。",
        "This file asks for more memory or time to make its key than the program allows. Nothing was written to the database.");

    public static PublicText OtherFormat(int format) => new(
        $"バックアップの形式 {format} をこのプログラムは知りません。新しいプログラムで復元してください。データベースには何も書き込んでいません。",
        $"The backup has format {format}, which this program does not know. Restore it with a newer program. Nothing was written to the database.");

    public static PublicText DamagedPart(string part) => new(
        $"バックアップの {part} の部分が壊れているか、書き換えられています。{OtherCopyJa}", $"The backup is damaged or was changed in its part {part}. {OtherCopyEn}");

    public static PublicText EndsIn(string part) => new(
        $"バックアップが {part} の部分の途中で切れています。{OtherCopyJa}", $"The backup ends within its part {part}. {OtherCopyEn}");

    public static PublicText NoStore { get; } = new(
        "このデータベースにはまだ何も記録されていないため、バックアップするものがありません。",
        "There is nothing to back up: this database holds no store yet. Check ConnectionStrings__CaseStudies or EmbeddedPostgres__Home.");

    public static PublicText StrangeTable(string table) => new(
        $"データベースに、このプログラムが知らない表 {table} があります。バックアップから漏れてしまうので、何も書き出していません。新しいプログラムでバックアップするか、表を別のスキーマに移してください。",
        $"The database holds a table that this program does not know and would leave out: {table}. Nothing was written. Back up with the newer program, or move the table to another schema if it is your own.");

    public static PublicText UnknownTable(string table) => new(
        $"バックアップにある表 {table} をこのプログラムは知りません。新しいプログラムで復元してください。データベースには何も書き込んでいません。",
        $"The backup holds the table {table}, which this program does not have. Restore it with a newer program. Nothing was written to the database.");

    public static PublicText UnknownColumn(string table, string column) => new(
        $"バックアップにある列 {table}.{column} がこのデータベースにありません。新しいプログラムで復元してください。{KeptJa}",
        $"The backup holds the column {table}.{column}, which this store does not have. Restore it with a newer program. {KeptEn}");

    public static PublicText NotEmpty(string table, long rows) => new(
        $"復元先が空ではありません({table} に {rows} 行あります)。復元は空のデータベースにだけ行えます。ConnectionStrings__CaseStudies で新しいデータベースを、または EmbeddedPostgres__Home で別のフォルダーを指定してください。今のデータは何も変わっていません。",
        $"The store is not empty: {table} holds {rows} rows. A backup is restored into an empty store only. Name a new database in ConnectionStrings__CaseStudies, or another folder in EmbeddedPostgres__Home. What is there was left as it is.");

    public static PublicText Differs(IReadOnlyCollection<string> initiatives, string then, string now) => new(
        $"復元した記録または数値が、バックアップの時と異なります({Few(initiatives)})。{KeptJa}バックアップはプログラム {then} が作りました(このプログラムは {now})。同じプログラムで復元するか、新しい読み方を受け入れるなら --accept-differences を付けてください。",
        $"Entries or figures come out otherwise than they were at the backup ({Few(initiatives)}). {KeptEn} The backup was made by program {then}, this one is {now}. Restore it with that program, or, if you accept how this one reads the same events, repeat with --accept-differences.");

    public static PublicText DatabaseRefused(string state, string? table, string? column) => new(
        $"データベースが復元を受け付けませんでした(SQLSTATE {state}{(table is null ? "" : $"、表 {table}")}{(column is null ? "" : $"、列 {column}")})。{KeptJa}",
        $"The database did not accept the restore (SQLSTATE {state}{(table is null ? "" : $", table {table}")}{(column is null ? "" : $", column {column}")}). {KeptEn}{(state == "55P03" ? " Somebody else is writing there: stop the server that uses this database, and try again." : "")}");

    public static PublicText Interrupted { get; } = new($"中断しました。{KeptJa}", $"Interrupted. {KeptEn}");

    public static PublicText DatabaseFailed(string why) => new($"データベースが答えませんでした({why})。{KeptJa}", $"The database failed ({why}). {KeptEn}");

    public static PublicText Exists(string file) => new(
        $"{file} はすでにあります。上書きはしません。別の名前を指定してください。", $"{file} exists already and is not overwritten. Choose another name.");

    public static PublicText Unfinished(string file) => new(
        $"{file} があります。別のバックアップが書いている途中か、途中で止まった残りです。ほかに動いていなければ、消してからもう一度どうぞ。",
        $"{file} exists: another backup is writing it, or one was stopped. If no other is running, delete it and try again.");

    public static PublicText Unusable(string file, string why) => new($"{file} を使えません: {why}", $"{file} cannot be used: {why}");

    public static PublicText NoPassphrase(string variable) => new(
        $"合言葉が要ります。バックアップには個人情報が入るため、合言葉なしでは作りません。端末で実行するか、環境変数 {variable} に設定してください。",
        $"A passphrase is needed: a backup holds personal data, so there is none without. Run this in a terminal, or set {variable} in the environment.");

    public static PublicText ShortPassphrase(int minimum) => new(
        $"合言葉は {minimum} 文字以上にしてください。関係のない言葉を四つ五つ並べると、覚えやすく、破られにくくなります。",
        $"The passphrase needs at least {minimum} characters. Four or five unrelated words are easy to keep and hard to guess.");

    public static PublicText OtherPassphrase { get; } = new("二度の入力が一致しません。もう一度実行してください。", "The two passphrases are not the same. Run this again.");

    public static PublicText AskPassphrase { get; } = new("合言葉: ", "Passphrase: ");

    public static PublicText AskAgain { get; } = new("合言葉(もう一度): ", "Once more: ");

    public static PublicText KeepPassphrase { get; } = new(
        "合言葉を忘れると、このバックアップは誰にも復元できません。ファイルとは別の場所に控えてください。",
        "Without its passphrase nobody can restore this backup. Keep the passphrase in another place than the file.");

    public static PublicText Edited(IReadOnlyCollection<string> initiatives) => new(
        $"注意: 今表示されている記録が出来事と食い違う活動があります({Few(initiatives)})。バックアップには出来事が入っています。rebuild で直ります。",
        $"Note: the live entries of some initiatives are not those of their events ({Few(initiatives)}). The backup has the events; rebuild mends the entries.");

    public static PublicText Accepted(IReadOnlyCollection<string> initiatives) => new(
        $"注意: バックアップの時と異なるまま復元した活動があります({Few(initiatives)})。", $"Note: restored although entries or figures differ from the backup: {Few(initiatives)}.");

    public static PublicText UnreadableProfiles(IReadOnlyCollection<string> organisations) => new(
        $"注意: 団体情報を読めなかった団体があります({Few(organisations)})。", $"Note: the profiles of some organisations could not be read: {Few(organisations)}.");

    public static PublicText Checked(InitiativeCheck check) => new(
        $"{check.Organisation}/{check.Initiative}: 出来事 {check.Events} 件、記録 {check.Entries}、数値 {check.Figures}",
        $"{check.Organisation}/{check.Initiative}: {check.Events} events, entries {check.Entries}, figures {check.Figures}");

    public static PublicText Taken(string file, long bytes, BackupTaken backup) => new(
        $"{file}: {bytes} バイト、団体 {backup.Manifest.Organisations}、活動 {backup.Manifest.Initiatives}、出来事 {backup.Manifest.Events} 件、PostgreSQL {backup.Header.Postgres}、{backup.Header.Taken}",
        $"{file}: {bytes} bytes, {backup.Manifest.Organisations} organisations, {backup.Manifest.Initiatives} initiatives, {backup.Manifest.Events} events, PostgreSQL {backup.Header.Postgres}, {backup.Header.Taken}");

    public static PublicText Restored(VerifiedBackup backup) => new(
        $"復元しました: 団体 {backup.Manifest.Organisations}、活動 {backup.Manifest.Initiatives}、出来事 {backup.Manifest.Events} 件。記録と数値はバックアップ({backup.Header.Taken}、PostgreSQL {backup.Header.Postgres})と照合済みです。一覧はサーバーの起動後に追いつきます。",
        $"restored: {backup.Manifest.Organisations} organisations, {backup.Manifest.Initiatives} initiatives, {backup.Manifest.Events} events; entries and figures compared with the backup of {backup.Header.Taken} from PostgreSQL {backup.Header.Postgres}. The portfolio follows when the server runs.");

    /// <summary>What goes on, as told while it does.</summary>
    public static PublicText Step(string step) => step switch
    {
        MartenTables.Streams => new("ストリーム", "streams"),
        MartenTables.Events => new("出来事", "events"),
        Store.Tables.Ledger => new("受付台帳", "command ledger"),
        Store.Tables.VaultKeys => new("団体の鍵", "organisation keys"),
        Store.Tables.VaultTexts => new("非公開の文", "private texts"),
        Store.Tables.ImportMappings => new("取り込みの対応表", "import mappings"),
        BackupFormat.Checks => new("照合値", "checks"),
        Verifying => new("ファイルの確認", "reading the file"),
        Rebuilding => new("作り直して照合", "rebuilding, comparing"),
        _ => new(step, step),
    };

    public const string Verifying = "verify";
    public const string Rebuilding = "rebuild";

    private static string Few(IReadOnlyCollection<string> initiatives) => string.Join(", ", initiatives.Take(5)) + (initiatives.Count > 5 ? ", …" : "");
}
