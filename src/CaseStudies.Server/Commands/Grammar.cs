using System.CommandLine;
using System.CommandLine.Parsing;
using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary>Makes the parts of the command line, described in the reader's language.</summary>
internal sealed class Grammar(Language language)
{
    /// <summary>Reads a value; false: it is not of its form.</summary>
    public delegate bool TryRead<T>(string text, out T value);

    public Language Language => language;

    public Command Verb(string name, string ja, string en, params Symbol[] parts)
    {
        var verb = new Command(name, In(ja, en));
        foreach (var part in parts)
        {
            if (part is Argument argument)
                verb.Arguments.Add(argument);
            else if (part is Option option)
                verb.Options.Add(option);
            else
                verb.Subcommands.Add((Command)part);
        }

        return verb;
    }

    public Argument<string> File(string ja, string en) => new("FILE") { Description = In(ja, en) };

    public Argument<Uri> Address(string ja, string en) => new("URL")
    {
        Description = In(ja, en),
        CustomParser = result => Read<Uri>(result, TryAddress, new(
            "http://localhost:5080/health のように、アドレスを書いてください。", "Write the address as in http://localhost:5080/health.")),
    };

    public Argument<InitiativeName> Initiative() => new("ORGANISATION/INITIATIVE")
    {
        Description = In("団体と取組(例: ysc/ysc-hachifuku-flowerbed)", "an organisation and its initiative, such as ysc/ysc-hachifuku-flowerbed"),
        CustomParser = result => Read<InitiativeName>(result, InitiativeName.TryParse, new(
            "最初に団体と取組を、団体/取組 の形で書いてください(例: ysc/ysc-hachifuku-flowerbed)。",
            "Name the initiative as ORGANISATION/INITIATIVE, such as ysc/ysc-hachifuku-flowerbed.")),
    };

    public Argument<Guid> Import() => new("IMPORT")
    {
        Description = In("取り込みのID", "the id of the import"),
        CustomParser = result => Read(result, (string text, out Guid id) => Guid.TryParseExact(text, "D", out id), new(
            "取り込みのIDを UUID で書いてください。", "Write the id of the import as a UUID.")),
    };

    public Argument<Slug> Organisation() => new("ORGANISATION")
    {
        Description = In("団体のキー(例: ysc)", "the key of the organisation, such as ysc"),
        CustomParser = result => Read(result, (string text, out Slug key) =>
        {
            key = Slug.IsValid(text) ? new(text) : default;
            return Slug.IsValid(text);
        }, new("団体のキーは、小文字の英数字とハイフンで書いてください(例: ysc)。", "Write the organisation's key in lower-case letters, digits and hyphens, such as ysc.")),
    };

    public Argument<MemberId> Member() => new("MEMBER")
    {
        Description = In("サインインした人のページに出る番号(例: m-0123…)", "the id that the page shows to whoever has signed in, such as m-0123…"),
        CustomParser = result => Read(result, (string text, out MemberId id) =>
        {
            id = MemberId.IsValid(text) ? new(text) : default;
            return MemberId.IsValid(text);
        }, new("番号を、ページに出ているとおりに書いてください。", "Write the id as the page shows it.")),
    };

    public Argument<string> Login() => new("LOGIN")
    {
        Description = In("ログイン名(メールアドレスなど)", "a login name, such as an e-mail address"),
    };

    public Argument<string> Role(string[] roles) => new("ROLE")
    {
        Description = string.Join("|", roles),
        CustomParser = result => Read(result, (string text, out string role) =>
        {
            role = text;
            return roles.Contains(text);
        }, new($"役割は次のどれかです:{string.Join("、", roles)}。", $"The role is one of {string.Join(", ", roles)}.")),
    };

    public Option<bool> Flag(string name, string ja, string en) => new(name) { Description = In(ja, en) };

    /// <param name="value">What stands for the value in the help.</param>
    public Option<string?> Text(string name, string value, string ja, string en) => new(name) { HelpName = value, Description = In(ja, en) };

    /// <param name="form">The form of a value, to finish the sentence "--name is …".</param>
    public Option<T?> Value<T>(string name, string value, string ja, string en, TryRead<T?> read, PublicText form) => new(name)
    {
        HelpName = value,
        Description = In(ja, en),
        CustomParser = result => Read(result, read, new($"{name} は{form.Ja}です。", $"{name} is {form.En}.")),
    };

    public Option<Language> Lang() => new("--lang")
    {
        HelpName = "ja|en",
        Description = In("表示する言語", "the language of the answer"),
        DefaultValueFactory = _ => language,
        CustomParser = result => Read<Language>(result, TryLanguage, new("--lang は ja か en です。", "--lang is ja or en.")),
    };

    /// <summary>A check on options that only make sense together.</summary>
    public void Demand(Option option, Func<OptionResult, bool> holds, PublicText otherwise) => option.Validators.Add(result =>
    {
        if (!result.Implicit && !holds(result))
            result.AddError(otherwise.In(language));
    });

    private string In(string ja, string en) => language == Language.Ja ? ja : en;

    private T? Read<T>(ArgumentResult result, TryRead<T> read, PublicText otherwise)
    {
        if (result.Tokens is [var token] && read(token.Value, out var value))
            return value;
        if (result.Tokens.Count > 0)
            result.AddError(otherwise.In(language));
        return default;
    }

    private static bool TryAddress(string text, out Uri value) =>
        Uri.TryCreate(text, UriKind.Absolute, out value!) && (value.Scheme == Uri.UriSchemeHttp || value.Scheme == Uri.UriSchemeHttps);

    private static bool TryLanguage(string text, out Language value)
    {
        value = text == "ja" ? Language.Ja : Language.En;
        return text is "ja" or "en";
    }
}

/// <summary>One initiative, as the command line names it.</summary>
internal sealed record InitiativeName(Slug Organisation, Slug Initiative)
{
    public static bool TryParse(string text, out InitiativeName value)
    {
        value = text.Split('/') is [var organisation, var initiative] && Slug.IsValid(organisation) && Slug.IsValid(initiative)
            ? new(new(organisation), new(initiative))
            : null!;
        return value is not null;
    }

    public override string ToString() => $"{Organisation}/{Initiative}";
}
