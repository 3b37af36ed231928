using CaseStudies.Domain;

namespace CaseStudies.Server.Accounts;

/// <summary>What people are told about passwords.</summary>
internal static class PasswordTexts
{
    public static PublicText Rule { get; } = new(
        $"{PasswordRules.Shortest}文字以上{PasswordRules.Longest}文字以内。思い出しやすい言葉をいくつか並べると、長くて覚えやすいパスワードになります。",
        $"Between {PasswordRules.Shortest} and {PasswordRules.Longest} characters. Several words in a row are long and easy to remember.");

    /// <param name="code">Of the rules, or of the framework for what they do not name.</param>
    public static PublicText Refused(string code) => code switch
    {
        PasswordRules.Short => new(
            $"パスワードが短すぎます。{PasswordRules.Shortest}文字以上にしてください。", $"The password is too short. Use at least {PasswordRules.Shortest} characters."),
        PasswordRules.Long => new(
            $"パスワードが長すぎます。{PasswordRules.Longest}文字以内にしてください。", $"The password is too long. Use at most {PasswordRules.Longest} characters."),
        PasswordRules.Common => new(
            "そのパスワードは、よく使われる言葉やログイン名からできていて、すぐに当てられます。別のものにしてください。",
            "That password is made of what is tried first: common words, rows of keys or the login name. Choose another one."),
        PasswordRules.Breached => new(
            "そのパスワードは、どこかのサービスから漏れたものの一覧に載っています。別のものにしてください。ほかでも使っているなら、そちらも変えてください。",
            "That password is on a list of those that leaked somewhere. Choose another one, and change it wherever else you use it."),
        _ => new("そのパスワードは使えません。別のものにしてください。", "That password cannot be used. Choose another one."),
    };
}
