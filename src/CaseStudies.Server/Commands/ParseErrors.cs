using System.CommandLine;
using System.CommandLine.Parsing;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Commands;

/// <summary>Says in the reader's language why a command line was not understood, and what was probably meant.</summary>
internal static class ParseErrors
{
    /// <returns>Empty: the line was understood.</returns>
    public static IReadOnlyList<string> Messages(ParseResult parsed, Language language)
    {
        var command = parsed.CommandResult.Command;
        if (OptionAsArgument(parsed) is { } option)
            return [Unknown(command, option).In(language)];
        if (parsed.Errors.Count == 0)
            return [];
        if (parsed.UnmatchedTokens is [var unknown, ..])
            return [Unknown(command, unknown).In(language)]; // what stands behind it is most likely its value
        if (command is { Action: null, Subcommands.Count: > 0 })
            return [new PublicText("その後にコマンドを続けてください。", $"'{command.Name}' needs a command after it.").In(language)];
        return [.. parsed.Errors.Select(error => Missing(error.SymbolResult)?.In(language) ?? error.Message).Distinct()];
    }

    /// <summary>The library takes an unknown option for an argument that is still missing: <c>backup --forse</c> would make a file of that name.</summary>
    private static string? OptionAsArgument(ParseResult parsed) => parsed.CommandResult.Command.Arguments
        .SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? [])
        .Select(token => token.Value).FirstOrDefault(value => value.StartsWith("--", StringComparison.Ordinal));

    /// <summary>Null: something is there but is not of its form, which the part of the grammar itself has said.</summary>
    private static PublicText? Missing(SymbolResult? where) => where switch
    {
        ArgumentResult { Tokens.Count: 0, Parent: OptionResult option } => Missing(option),
        ArgumentResult { Tokens.Count: 0 } argument => new($"{argument.Argument.Name} がありません。", $"{argument.Argument.Name} is missing."),
        OptionResult { Tokens.Count: 0, Option: { Arity.MinimumNumberOfValues: > 0 } option } => NeedsValue(option.Name),
        _ => null,
    };

    private static PublicText NeedsValue(string option) => new($"{option} には値が必要です。", $"{option} needs a value.");

    private static PublicText Unknown(Command command, string token)
    {
        if (HostSettings.Knows(token))
            return NeedsValue(token);
        var option = token.StartsWith('-');
        IReadOnlyList<string> known = option ? [.. command.Options.Select(o => o.Name), .. HostSettings.Names] : [.. command.Subcommands.Select(c => c.Name)];
        var likely = NearestWords.To(token.Split('=', 2)[0], known);
        var (ja, en) = likely.Count == 0 ? ("", "") : ($"{string.Join("、", likely)} のことですか?", $" Did you mean {string.Join(" or ", likely)}?");
        return option ? new($"{token} というオプションはありません。{ja}", $"There is no option {token}.{en}")
            : command.Subcommands.Count > 0 ? new($"「{token}」というコマンドはありません。{ja}", $"There is no command '{token}'.{en}")
            : new($"「{token}」は余分です。", $"'{token}' is one word too many.");
    }
}
