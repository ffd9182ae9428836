// Somebody who can sign in: an ASP.NET Core Identity user.
using Microsoft.AspNetCore.Identity;

namespace Makola.Domain.Staff;

/// <summary>Somebody who can sign in. Today these are the shop's staff.</summary>
public sealed class Person : IdentityUser<long>
{
    /// <summary>How the timeline and the menu name this person, up to 100 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>This person as the doer of a deed.</summary>
    public Actor AsActor() => Actor.Staff(Id, Name);
}

/// <summary>Names of the roles staff can have.</summary>
public static class StaffRoles
{
    /// <summary>May do everything in the back office. There is always at least one.</summary>
    public const string Owner = "Owner";
}
