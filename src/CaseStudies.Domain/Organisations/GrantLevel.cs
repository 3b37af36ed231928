namespace CaseStudies.Domain.Organisations;

// NOTE: the names are the storage format.

/// <summary>How much a grant shows. Each level shows whatever the levels before it show.</summary>
public enum GrantLevel
{
    /// <summary>The figures and how each was derived: days, numbers, keys and pseudonyms, without the texts of entries.</summary>
    Figures,

    /// <summary>The entries as a reader of the organisation sees them, for one named auditor until a day.</summary>
    Entries,
}

/// <summary>Why a grant was narrowed or revoked: a code, because a text about a person could not be erased from an event.</summary>
public enum GrantCause { AgreementOver, TooWide, Mistake, Security, Other }

/// <summary>The causes in words.</summary>
public static class GrantCauses
{
    public static PublicText Name(GrantCause cause) => cause switch
    {
        GrantCause.AgreementOver => new("助成の終了", "the agreement is over"),
        GrantCause.TooWide => new("広すぎた", "it was too wide"),
        GrantCause.Mistake => new("誤り", "a mistake"),
        GrantCause.Security => new("安全のため", "security"),
        GrantCause.Other => new("その他", "other"),
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };
}

/// <summary>The levels in words.</summary>
public static class GrantLevels
{
    public static PublicText Name(GrantLevel level) => level switch
    {
        GrantLevel.Figures => new("数値と根拠", "figures and their derivation"),
        GrantLevel.Entries => new("記録", "entries"),
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
