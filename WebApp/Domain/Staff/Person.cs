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

    /// <summary>This person as the doer of a deed.</summary>
    public Actor AsActor() => Actor.Staff(Id, Name);
}
