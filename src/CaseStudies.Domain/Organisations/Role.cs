namespace CaseStudies.Domain.Organisations;

// NOTE: the names are the storage format.

/// <summary>What a member may do in an organisation. Each role may do whatever the roles before it may.</summary>
public enum Role
{
    /// <summary>Reads figures and entries, but no names and no private notes.</summary>
    Reader,

    /// <summary>Records what happens, and changes what they recorded themselves on the same day.</summary>
    Recorder,

    /// <summary>Changes what others recorded, imports files, and settles conflicts, likely duplicates and warnings.</summary>
    Staff,

    /// <summary>Decides on initiatives, periods, targets and indicators.</summary>
    Manager,

    /// <summary>Decides on members and on the profile of the organisation.</summary>
    Owner,
}

/// <summary>Why a membership changed: a code, because a text about a person could not be erased from an event.</summary>
public enum MembershipCause { NewDuties, Left, Mistake, Security, Other }

/// <summary>The causes in words.</summary>
public static class MembershipCauses
{
    public static PublicText Name(MembershipCause cause) => cause switch
    {
        MembershipCause.NewDuties => new("担当の変更", "new duties"),
        MembershipCause.Left => new("退職・退会", "left the organisation"),
        MembershipCause.Mistake => new("誤り", "a mistake"),
        MembershipCause.Security => new("安全のため", "security"),
        MembershipCause.Other => new("その他", "other"),
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };
}

/// <summary>The roles in words.</summary>
public static class Roles
{
    public static PublicText Name(Role role) => role switch
    {
        Role.Reader => new("閲覧者", "reader"),
        Role.Recorder => new("記録係", "recorder"),
        Role.Staff => new("職員", "staff"),
        Role.Manager => new("責任者", "manager"),
        Role.Owner => new("管理者", "owner"),
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
