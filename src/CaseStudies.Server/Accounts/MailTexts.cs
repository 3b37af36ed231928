using System.Text.RegularExpressions;
using CaseStudies.Domain;

namespace CaseStudies.Server.Accounts;

/// <summary>What a mail says, in the language of whoever has it sent.</summary>
internal sealed record MailText(PublicText Subject, PublicText Body);

/// <summary>The mails that there are. Besides the link none holds anything secret.</summary>
internal static partial class MailTexts
{
    /// <summary>Told on a page.</summary>
    public static PublicText NoAddress { get; } = new(
        "メールアドレスとして読めないため、招待は作られていません。アドレスを一つだけ入力するか、空にしてリンクを自分で渡してください。",
        "That is no e-mail address, so nobody was invited. Type one address alone, or none to hand the link over yourself.");

    public static MailText Invitation(PublicText organisation, string link)
    {
        var (ja, en) = (OneLine(organisation.Ja), OneLine(organisation.En));
        return new(new($"{ja} への招待", $"Invitation to {en}"), new(
            $"""
            {ja} のメンバーとして招待されています。次のリンクを開いて、サインインするか、アカウントを作ってください。

            {link}

            このリンクは、7日以内に一度だけ使えます。ほかの人に渡さないでください。
            心当たりのないときは、このメールを消してください。

            """,
            $"""
            You are invited to become a member of {en}. Open this link to sign in or to make an account:

            {link}

            It works once, within seven days. Give it to nobody else.
            If you do not know what this is about, delete this mail.

            """));
    }

    /// <summary>The operator sends it to whoever has a new account, or has lost what they sign in with.</summary>
    public static MailText Password(string link) => new(new("パスワードの設定", "Set your password"), new(
        $"""
        CaseStudies のサーバーの管理者が、あなたのアカウントのためにこのリンクを作りました。開いて、パスワードを設定してください。

        {link}

        このリンクは、7日以内に一度だけ使えます。ほかの人に渡さないでください。
        心当たりのないときは、開かずに、管理者に知らせてください。

        """,
        $"""
        The operator of the CaseStudies server made this link for your account. Open it to set your password:

        {link}

        It works once, within seven days. Give it to nobody else.
        If you do not know what this is about, do not open it, and tell the operator.

        """));

    public static MailText Forgotten(string link) => new(new("パスワードの再設定", "Set a new password"), new(
        $"""
        サインインの画面で、あなたのアカウントのパスワードを忘れたという申し出がありました。新しいパスワードは、次のリンクで設定できます。

        {link}

        このリンクは、1時間以内に一度だけ使えます。ほかの人に渡さないでください。
        あなたの申し出でないときは、何もしないでください。パスワードは今のままです。

        """,
        $"""
        Somebody said on the sign-in page that the password of your account is forgotten. Open this link to set a new one:

        {link}

        It works once, within an hour. Give it to nobody else.
        If it was not you, do nothing: your password stays as it is.

        """));

    /// <summary>A name is typed by people; in a mail it begins no line of its own.</summary>
    private static string OneLine(string name) => Unseen().Replace(name, " ").Trim();

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+")]
    private static partial Regex Unseen();
}
