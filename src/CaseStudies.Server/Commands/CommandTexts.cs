using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Persons;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Commands;

/// <summary>What the commands say about their work.</summary>
internal static class CommandTexts
{
    public static PublicText OpeningPrivateDatabase { get; } = new(
        "この PC 専用の PostgreSQL を準備しています(初回はダウンロードのため 1 分ほどかかることがあります)…",
        "Starting the private PostgreSQL of this machine (the first time it may be fetched, which takes up to a minute) …");

    public static PublicText AccountMade(string login, MemberId member) => new(
        $"アカウント {login} を作りました。番号は {member} です。次のリンクを本人に渡してください(7日以内に1回だけ使えます)。",
        $"The account {login} is made; its id is {member}. Give the person this link, which works once within seven days:");

    public static PublicText AccountReset(string login) => new(
        $"{login} に次のリンクを渡してください(7日以内に1回だけ使えます)。新しいパスワードを設定するまでは、今のパスワードが有効です。",
        $"Give {login} this link, which works once within seven days. Until a new password is set, the present one holds:");

    public static PublicText AccountMadeAndSent(string login, MemberId member) => new(
        $"アカウント {login} を作りました。番号は {member} です。パスワードを設定するリンクを {login} に送りました(7日以内に1回だけ使えます)。",
        $"The account {login} is made; its id is {member}. A link that sets the password was sent to {login}; it works once within seven days.");

    public static PublicText AccountResetSent(string login) => new(
        $"{login} にリンクを送りました(7日以内に1回だけ使えます)。新しいパスワードを設定するまでは、今のパスワードが有効です。",
        $"A link was sent to {login}; it works once within seven days. Until a new password is set, the present one holds.");

    public static PublicText MailNotSent(string login, string why) => new(
        $"{login} にメールを送れませんでした({why})。Mail__… の設定を確かめてください(ops/README.md の Mail)。リンクは本人に渡してください。",
        $"No mail could be sent to {login} ({why}). Check the settings Mail__… (ops/README.md, 'Mail'). Hand the link over yourself.");

    public static PublicText AccountDisabled(string login) => new(
        $"アカウント {login} を使えなくし、サインインをすべて終えました。団体のメンバーからは外れていません(メンバーの画面か member で外します)。",
        $"The account {login} is disabled and its sessions are ended. It is still a member of its organisations; the members' page or 'member' removes it.");

    public static PublicText AccountEnabled(string login) => new($"アカウント {login} はまた使えます。", $"The account {login} can be used again.");

    public static PublicText AccountIsDisabled(string login) => new(
        $"アカウント {login} は使えなくしてあります。先に accounts enable で使えるようにしてください。",
        $"The account {login} is disabled. Use accounts enable first.");

    public static PublicText SessionsEnded(int number) => new($"{number} 件のサインインを終えました。", $"Sessions ended: {number}.");

    public static PublicText LocalUserIsOff { get; } = new(
        "アカウントができたので、サインインなしの利用はできなくなりました。ほかの PC から使うには、サーバーを再起動してください。",
        "As there is an account now, nobody is signed in without one any more. To serve other machines, start the server again.");

    public static PublicText LoginTaken(string login) => new(
        $"ログイン名 {login} はすでに使われています。パスワードを忘れた人には accounts reset を使ってください。",
        $"The login name {login} is taken. For somebody who has forgotten the password, use accounts reset.");

    public static PublicText LoginRefused { get; } = new(
        "ログイン名は、メールアドレスか、半角の英数字と - . _ @ + だけで書いてください(254文字まで)。",
        "A login name is an e-mail address, or letters, digits and - . _ @ + (at most 254 characters).");

    public static PublicText LoginUnknown(string login) => new($"アカウント {login} はありません。", $"There is no account {login}.");

    public static PublicText MemberUnknown(MemberId member) => new($"番号 {member} の人はいません。", $"Nobody has the id {member}.");

    public static PublicText RoleGiven(Slug organisation, MemberId member, Role role) => new(
        $"{member} は {organisation} の{Roles.Name(role).Ja}になりました。", $"{member} is {Roles.Name(role).En} of {organisation} now.");

    public static PublicText MemberRemoved(Slug organisation, MemberId member) => new(
        $"{member} を {organisation} から外しました。", $"{member} is no longer a member of {organisation}.");

    public static PublicText ErasuresWritten(string file, int number) => new(
        $"消去の一覧({number} 件)を {file} に書き出しました。名前は入っていません。バックアップと一緒に保管してください。",
        $"The list of erasures ({number}) was written to {file}. It has no names. Keep it beside the backups.");

    public static PublicText ErasuresRepeated(ErasuresRepeated told) => new(
        $"消去をもう一度行いました: 今回 {told.Done} 人、すでに消去済み {told.Before} 人、ここに記録のない人 {told.Unknown} 人。",
        $"Erasures done again: {told.Done} now, {told.Before} erased already, {told.Unknown} not known here.");

    public static PublicText NoErasures(string file, string line) => new(
        $"{file} の {line} 行目は、消去の一覧として読めません。casestudies erasures で書き出したファイルを指定してください。何も変えていません。",
        $"Line {line} of {file} cannot be read as a list of erasures. Name a file that 'casestudies erasures' wrote. Nothing was changed.");

    public static PublicText Stopped { get; } = new("中断しました。", "Stopped.");

    public static PublicText Recording { get; } = new("記録しています", "recording");

    public static PublicText Comparing { get; } = new("照合しています", "comparing");

    public static PublicText Writing { get; } = new("書き出しています", "writing");

    public static PublicText Serving(string addresses) => new($"{addresses} で動いています(Ctrl+C で停止)", $"Serving on {addresses} (Ctrl+C stops)");

    public static PublicText LocalLink(string link) => new(
        $"ブラウザーで開くリンク(ほかの人に見せないでください): {link}", $"Open this link in your browser, and show it to nobody: {link}");

    public static PublicText NoLocalKey => new(
        "この PC 専用の PostgreSQL が使われていないため、鍵がありません。サーバーの起動時に表示されたリンクを使うか、LocalUser__Key を設定してください。",
        "There is no key, since the private PostgreSQL of this machine is not in use. Use the link that the server printed, or set LocalUser__Key.");

    public static PublicText NoInitiative(InitiativeName name) => new(
        $"団体「{name.Organisation}」の取組「{name.Initiative}」は、ここにはありません。",
        $"The organisation '{name.Organisation}' has no initiative '{name.Initiative}' here.");

    public static PublicText NoImport(InitiativeName name, Guid import) => new(
        $"「{name}」に取り込み {import} はありません。", $"'{name}' has no import {import}.");

    public static PublicText FileMissing(string file) => new($"ファイル {file} がありません。", $"There is no file {file}.");

    public static PublicText FileUnreadable(string cause) => new($"ファイルを読めません: {cause}", $"The file cannot be read: {cause}");

    public static PublicText FileUnwritable(string cause) => new($"ファイルに書き込めません: {cause}", $"The file cannot be written: {cause}");

    public static PublicText FileStopped { get; } = new("中断しました。ファイルは書き出していません。", "Stopped. No file was written.");

    public static PublicText OtherEnding(string file) => new(
        $"「{file}」は .csv でも .xlsx でもありません。どちらかの名前にしてください。", $"'{file}' must end in .csv or .xlsx.");

    public static PublicText Exists(string file) => new(
        $"「{file}」はすでにあります。別の名前にするか、置き換える場合は --force を付けてください。", $"'{file}' already exists. Choose another name, or add --force to replace it.");

    public static PublicText MappingUnreadable(PublicText cause) => new($"対応表を読めません: {cause.Ja}", $"The mapping cannot be read: {cause.En}");

    public static PublicText CorrectMapping { get; } = new(
        "上の対応表をファイルに保存して修正し、--mapping でそのファイルを指定してください。", "Save the mapping above to a file, correct it and give the file with --mapping.");

    public static PublicText NothingRecorded { get; } = new(
        "何も記録していません。上の行を修正するか、ほかの行だけを記録する場合は --partly を付けてください。",
        "Nothing was recorded. Correct the rows above, or add --partly to record the others.");

    public static PublicText ImportStopped { get; } = new(
        "中断しました。同じコマンドをもう一度実行すると、続きから取り込みます。", "Stopped. Run the same command again to continue.");

    public static PublicText Lacking(Cp932Lack lack) => new(
        $"{lack.Row} 行 {lack.Column} 列目: {lack.Character} {lack.CodePoint}", $"row {lack.Row}, column {lack.Column}: {lack.Character} {lack.CodePoint}");

    public static PublicText EmbeddedStopped { get; } = new("止めました", "stopped");

    public static PublicText EmbeddedWasNotRunning { get; } = new("動いていませんでした", "was not running");

    public static PublicText EmbeddedRunning(string version, EmbeddedStatus status) => new(
        $"動いています: PostgreSQL {version}、ポート {status.Port}、プロセス {status.Pid}、場所 {status.Home}",
        $"running: PostgreSQL {version}, port {status.Port}, process {status.Pid}, home {status.Home}");

    public static PublicText EmbeddedSilent(EmbeddedStatus status) => new(
        $"動いていますが、応答がありません(起動中か停止中の可能性があります): ポート {status.Port}、プロセス {status.Pid}、場所 {status.Home}",
        $"running, but it does not answer (it may be starting or stopping): port {status.Port}, process {status.Pid}, home {status.Home}");

    public static PublicText EmbeddedNotRunning(string home) => new($"動いていません。場所 {home}", $"not running; home {home}");

    public static PublicText NotWell(Uri url, int status) => new($"{url} の応答は {status} です。", $"{url} answered {status}.");

    public static PublicText NoAnswer(Uri url, string cause) => new($"{url} から応答がありません: {cause}", $"{url} did not answer: {cause}");
}
