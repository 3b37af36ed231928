using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Security;

/// <summary>The events of the security log in words.</summary>
internal static class SecurityEventNames
{
    public static LocalizedText Of(SecurityEvent what) => what switch
    {
        SecurityEvent.SignedIn => new("サインインした", "Signed in"),
        SecurityEvent.SignInFailed => new("サインインに失敗した", "Failed to sign in"),
        SecurityEvent.SignedOut => new("サインアウトした", "Signed out"),
        SecurityEvent.SessionsEnded => new("ほかの端末のサインインを終えた", "Ended sessions in other browsers"),
        SecurityEvent.PasswordChanged => new("パスワードを変えた", "Changed the password"),
        SecurityEvent.LinkAsked => new("パスワードを忘れたとして、リンクをメールで求めた", "Asked for a link by mail, the password being forgotten"),
        SecurityEvent.FactorsChanged => new("二要素認証・パスキーを変えた", "Changed a second factor or passkey"),
        SecurityEvent.ProgramCame => new("プログラムが利用した(1時間に一度だけ記録)", "A program came (noted once an hour)"),
        SecurityEvent.GrantUsed => new("助成元の団体が閲覧した(1時間に一度だけ記録)", "A funder read what was granted (noted once an hour)"),
        SecurityEvent.ShareUsed => new("共有リンクが開かれた(1時間に一度だけ記録)", "A share link was opened (noted once an hour)"),
        SecurityEvent.AccessRefused => new("権限がなく断られた", "Was refused access"),
        SecurityEvent.NamesRead => new("名前や非公開の文章を読んだ", "Read names or private texts"),
        SecurityEvent.PersonRead => new("ある人の記録のすべてを読んだ", "Read all that is recorded about a person"),
        SecurityEvent.PersonErased => new("ある人の情報を消去した", "Erased a person"),
        SecurityEvent.Exported => new("ファイルに出力した", "Exported a file"),
        SecurityEvent.FeedRead => new("フィードを読んだ(1時間に一度だけ記録)", "Read the feed (noted once an hour)"),
        SecurityEvent.PushChanged => new("フィードの送信先を変えた", "Changed where the feed is pushed to"),
        SecurityEvent.MembersChanged => new("メンバー・招待を変えた", "Changed members or invitations"),
        SecurityEvent.KeyMade => new("プログラムの鍵を作った", "Made a key for a program"),
        SecurityEvent.GrantsChanged => new("閲覧の許可・共有リンクを変えた", "Changed a grant or a share link"),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "This event has no name."),
    };
}
