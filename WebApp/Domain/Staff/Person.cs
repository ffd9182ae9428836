// Somebody who can sign in: an ASP.NET Core Identity user.
using Microsoft.AspNetCore.Identity;

namespace Makola.Domain.Staff;

/// <summary>Somebody who can sign in: staff, who have a role, and customers, who have none.</summary>
public sealed class Person : IdentityUser<long>
{
    /// <summary>How the timeline and the menu name this person, up to 100 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>When this person was kept from signing in; null for everybody who may.</summary>
    public DateTimeOffset? BlockedAt { get; set; }

    /// <summary>When the account was made.</summary>
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>When the account is deleted, as its holder asked; null while he stays.</summary>
    public DateTimeOffset? LeavesAt { get; set; }

    /// <summary>The cart he has on all his devices; null before he has one.</summary>
    public string? CartToken { get; set; }

    /// <summary>This person as the doer of a deed.</summary>
    public Actor AsActor() => Actor.Staff(Id, Name);
}
