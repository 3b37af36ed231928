using System.CommandLine;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Commands;

/// <summary>
/// <c>accounts create</c> and <c>reset</c> send or print the link under which the owner of the account sets a password; the others take access away.
/// </summary>
internal static class AccountsCommand
{
    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var made = grammar.Login();
        var owned = grammar.Value<string>("--owner-of", "ORGANISATION", "この団体の管理者にする", "make the account an owner of this organisation",
            (string text, out string? key) => Slug.IsValid(key = text), new("団体のキー", "the key of an organisation"));
        var create = grammar.Verb("create", "アカウントを作り、パスワード設定用のリンクを表示する", "make an account and print the link that sets its password", made, owned);
        create.SetAction((parsed, stop) =>
        {
            var (login, organisation) = (parsed.GetRequiredValue(made), parsed.GetValue(owned));
            return host.RunOnceAsync(throwAway: false, (services, stopping) => CreateAsync(services, login, organisation, terminal, stopping), stop);
        });
        return grammar.Verb("accounts", "サインインする人のアカウント", "accounts of those who sign in", create,
            ForOne("reset", "パスワードや認証アプリをなくした人のためのリンクを表示する(使うと二段階認証とパスキーも外れる)",
                "print a link for somebody who has lost the password or the app; using it takes second factor and passkeys away, too",
                (services, account, stop) => ResetAsync(services, account, terminal, stop)),
            ForOne("disable", "アカウントを使えなくし、サインインをすべて終える", "disable an account and end its sessions", async (services, account, stop) =>
            {
                await services.GetRequiredService<AccountLocks>().DisableAsync(account, stop);
                terminal.Say(CommandTexts.AccountDisabled(account.UserName!));
                return true;
            }),
            ForOne("enable", "使えなくしたアカウントを、また使えるようにする", "enable an account that was disabled", async (services, account, _) =>
            {
                await services.GetRequiredService<AccountLocks>().EnableAsync(account);
                terminal.Say(CommandTexts.AccountEnabled(account.UserName!));
                return true;
            }),
            SignOut(),
            Everybody());

        Command ForOne(string name, string ja, string en, Func<IServiceProvider, Account, CancellationToken, Task<bool>> act)
        {
            var login = grammar.Login();
            var verb = grammar.Verb(name, ja, en, login);
            verb.SetAction((parsed, stop) =>
            {
                var named = parsed.GetRequiredValue(login);
                return host.RunOnceAsync(throwAway: false, (services, stopping) => OnAsync(services, named, terminal, act, stopping), stop);
            });
            return verb;
        }

        Command SignOut()
        {
            var who = grammar.Login();
            var verb = grammar.Verb("sign-out", "ある人(認証サービスの人は m-… の番号で)のサインインをすべて終える",
                "end all sessions of somebody; of somebody who signs in at the identity provider by their id m-…, with their tokens", who);
            verb.SetAction((parsed, stop) =>
            {
                var named = parsed.GetRequiredValue(who);
                return host.RunOnceAsync(throwAway: false, (services, stopping) => MemberId.IsValid(named)
                    ? SignOutAsync(services, new(named), terminal, stopping)
                    : OnAsync(services, named, terminal, async (own, account, end) => SayEnded(
                        await own.GetRequiredService<AccountLocks>().EndSessionsAsync(account, end), terminal), stopping), stop);
            });
            return verb;
        }

        Command Everybody()
        {
            var verb = grammar.Verb("sign-out-all", "全員のサインインを終える", "end the sessions of everybody");
            verb.SetAction((_, stop) =>
                host.RunOnceAsync(throwAway: false, (services, stopping) => SignOutAsync(services, null, terminal, stopping), stop));
            return verb;
        }
    }

    private static async Task<bool> OnAsync(IServiceProvider services, string login, Terminal terminal,
        Func<IServiceProvider, Account, CancellationToken, Task<bool>> act, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync(login) is not { } account)
            return terminal.Fail(CommandTexts.LoginUnknown(login));
        return await act(scope.ServiceProvider, account, stop);
    }

    /// <param name="member">Null: everybody.</param>
    private static async Task<bool> SignOutAsync(IServiceProvider services, MemberId? member, Terminal terminal, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AccountLocks>().SignOutAsync(member, stop) is { } ended
            ? SayEnded(ended, terminal) : terminal.Fail(CommandTexts.MemberUnknown(member!.Value));
    }

    private static bool SayEnded(int sessions, Terminal terminal)
    {
        terminal.Say(CommandTexts.SessionsEnded(sessions));
        return true;
    }

    private static async Task<bool> CreateAsync(IServiceProvider services, string login, string? organisation, Terminal terminal, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        var account = new Account { UserName = login };
        var first = !await services.GetRequiredService<IAccounts>().ExistAsync(stop);
        if (login.Length > Account.MaximumLogin)
            return terminal.Fail(CommandTexts.LoginRefused);
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account);
        if (!made.Succeeded)
            return terminal.Fail(made.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName))
                ? CommandTexts.LoginTaken(login) : CommandTexts.LoginRefused);
        var member = await services.GetRequiredService<Identities>().IdOfAsync(Account.Issuer, account.Id, stop);
        await GiveLinkAsync(
            scope.ServiceProvider, account, terminal, CommandTexts.AccountMade(login, member), CommandTexts.AccountMadeAndSent(login, member), stop);
        if (first)
            terminal.Say(CommandTexts.LocalUserIsOff);
        return organisation is null || await OwnAsync(services, new(organisation), member, terminal, stop);
    }

    private static async Task<bool> OwnAsync(IServiceProvider services, Slug organisation, MemberId member, Terminal terminal, CancellationToken stop)
    {
        if (await services.GetRequiredService<OrganisationRecorder>().GiveRoleAsync(
            organisation, member, Role.Owner, MembershipCause.Other, new(Guid.NewGuid()), [], Actor.Operator, stop) is { } refusal)
            return terminal.Fail(refusal.Sentence);
        terminal.Say(CommandTexts.RoleGiven(organisation, member, Role.Owner));
        return true;
    }

    private static async Task<bool> ResetAsync(IServiceProvider services, Account account, Terminal terminal, CancellationToken stop)
    {
        if (account.IsDisabled)
            return terminal.Fail(CommandTexts.AccountIsDisabled(account.UserName!));
        var login = account.UserName!;
        await GiveLinkAsync(services, account, terminal, CommandTexts.AccountReset(login), CommandTexts.AccountResetSent(login), stop);
        return true;
    }

    /// <summary>Sends it to whoever has an e-mail address as login name, where a mail server is configured; else the operator hands it over.</summary>
    private static async Task GiveLinkAsync(
        IServiceProvider services, Account account, Terminal terminal, PublicText shown, PublicText sent, CancellationToken stop)
    {
        var (mails, login) = (services.GetRequiredService<Mails>(), account.UserName!);
        var path = $"{OneTimeLinks.Path}/{await services.GetRequiredService<OneTimeLinks>().MakeAsync(account, stop)}";
        if (mails.AreSent && Mails.IsAddress(login))
        {
            if (await mails.SendAsync(login, MailTexts.Password(mails.LinkTo(path)), terminal.Language) is not { } why)
            {
                terminal.Say(sent);
                return;
            }

            terminal.Note(CommandTexts.MailNotSent(login, why));
        }

        terminal.Say(shown);
        var address = services.GetRequiredService<IConfiguration>()[MailServer.LinkAddress] is { Length: > 0 } set ? set : CommandHost.DefaultUrl;
        await terminal.Output.WriteLineAsync(address.TrimEnd('/') + path);
    }
}
