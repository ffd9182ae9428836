// A link that lets somebody in as staff, once.
namespace Makola.Domain.Staff;

/// <summary>Somebody was asked to work here. The link is good once, for a week.</summary>
public sealed class StaffInvitation
{
    /// <summary>How long the link is good.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromDays(7);

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>Hash of the link's secret.</summary>
    public required string Key { get; set; }

    /// <summary>What the shop calls the person, up to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The e-mail the person will sign in with.</summary>
    public required string Email { get; init; }

    /// <summary>The role he gets.</summary>
    public required long RoleId { get; init; }

    /// <summary>Who asked him.</summary>
    public required Actor By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True while the link opens.</summary>
    /// <param name="now">The moment.</param>
    public bool IsGood(DateTimeOffset now) => now - At < Good;
}
