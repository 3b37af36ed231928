namespace CaseStudies.Domain.Organisations;

// NOTE: the names are the storage format.

/// <summary>Why what was known of a person was erased: a code, because a text about a person could not be erased from an event.</summary>
public enum ErasureGround
{
    /// <summary>The person, or who speaks for the person, asked for it.</summary>
    RequestOfPerson,

    /// <summary>The time for which the organisation keeps such data is over.</summary>
    RetentionOver,

    /// <summary>It should never have been recorded.</summary>
    RecordedByMistake,

    Other,
}

/// <summary>The grounds in words.</summary>
public static class ErasureGrounds
{
    public static PublicText Name(ErasureGround ground) => ground switch
    {
        ErasureGround.RequestOfPerson => new("本人の申し出", "the person asked for it"),
        ErasureGround.RetentionOver => new("保存期間の終了", "the time of keeping is over"),
        ErasureGround.RecordedByMistake => new("誤って記録された", "recorded by mistake"),
        ErasureGround.Other => new("その他", "other"),
        _ => throw new ArgumentOutOfRangeException(nameof(ground)),
    };
}
