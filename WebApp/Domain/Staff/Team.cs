// Letting people in and out, and what they may. Nobody gives more than he holds, and there is always an owner.
using Microsoft.AspNetCore.Identity;

namespace Makola.Domain.Staff;

/// <summary>Somebody who works here.</summary>
/// <param name="Id">The Identity user.</param>
/// <param name="Name">His name.</param>
/// <param name="Email">What he signs in with.</param>
/// <param name="RoleId">His role.</param>
/// <param name="Role">Its name.</param>
/// <param name="BlockedAt">When he was kept out; null for everybody who may in.</param>
public sealed record StaffMember(long Id, string Name, string? Email, long RoleId, string Role, DateTimeOffset? BlockedAt);

/// <summary>A role and what it may.</summary>
/// <param name="Id">Identity's role.</param>
/// <param name="Name">Its name.</param>
/// <param name="Grants">What it may.</param>
/// <param name="Members">How many have it.</param>
public sealed record StaffRole(long Id, string Name, IReadOnlySet<string> Grants, int Members)
{
    /// <summary>True for the role that may everything, always.</summary>
    public bool IsOwner => Name == StaffRoles.Owner;
}

/// <summary>The people who work here.</summary>
public static class Team
{
    /// <summary>Most people, and most roles, of a shop.</summary>
    public const int Most = 200;

    /// <summary>Who works here, by name.</summary>
    public static async Task<IReadOnlyList<StaffMember>> ListAsync(ShopDb db, CancellationToken ct)
    {
        // From the few roles to the people, never through all customers.
        var roles = await db.Roles.ToDictionaryAsync(r => r.Id, r => r.Name!, ct);
        var links = await db.UserRoles.Take(Most).ToDictionaryAsync(l => l.UserId, l => l.RoleId, ct);
        List<long> ids = [.. links.Keys];
        return [.. (await db.Users.AsNoTracking().Where(u => EF.Parameter(ids).Contains(u.Id)).ToListAsync(ct))
            .Select(u => new StaffMember(u.Id, u.Name, u.Email, links[u.Id], roles[links[u.Id]], u.BlockedAt)).OrderBy(m => m.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(m => m.Id)];
    }

    /// <summary>The roles, the owner's first.</summary>
    public static async Task<IReadOnlyList<StaffRole>> RolesAsync(ShopDb db, CancellationToken ct)
    {
        var roles = await db.Roles.Take(Most).Select(r => new
        {
            r.Id, r.Name, Members = db.UserRoles.Count(l => l.RoleId == r.Id), Grants = db.RoleClaims.Where(c => c.RoleId == r.Id && c.ClaimType == StaffRoles.GrantClaim).Select(c => c.ClaimValue!).ToList(),
        }).ToListAsync(ct);
        return [.. roles.Select(r => new StaffRole(r.Id, r.Name!, (r.Name == StaffRoles.Owner ? Scopes.Everything : r.Grants).ToHashSet(StringComparer.Ordinal), r.Members))
            .OrderBy(r => r.IsOwner ? 0 : 1).ThenBy(r => r.Id)];
    }

    /// <summary>Asks somebody to work here.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="outbox">Where the link is mailed from.</param>
    /// <param name="name">What the shop calls him.</param>
    /// <param name="email">What he will sign in with.</param>
    /// <param name="roleId">The role he gets.</param>
    /// <param name="held">What the one who asks may himself.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The secret of the link, of which only the hash is kept.</returns>
    /// <exception cref="Refusal"><c>staff.name</c>, <c>staff.email</c>, <c>staff.there</c>, <c>staff.role</c>, <c>staff.more</c>.</exception>
    public static async Task<string> InviteAsync(ShopDb db, Outbox outbox, string? name, string? email, long roleId, IReadOnlySet<string> held, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        (name, email) = (name?.Trim() ?? "", email?.Trim() ?? "");
        if (name.Length is 0 or > 100) throw new Refusal("staff.name", "Give a name of at most 100 characters.") { On = "Form.Name" };
        if (email.Length > 254 || !System.Net.Mail.MailAddress.TryCreate(email, out var address) || address.Address != email) throw new Refusal("staff.email", "That is not an e-mail address.") { On = "Form.Email" };
        var role = await RequireRoleAsync(db, roleId, held, ct);
        var normal = email.ToUpperInvariant();
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == normal && db.UserRoles.Any(l => l.UserId == u.Id), ct)) throw new Refusal("staff.there", "{0} works here already.", email) { On = "Form.Email" };

        var token = SecretToken.New();
        await db.WriteAsync(async () =>
        {
            foreach (var old in await db.StaffInvitations.Where(i => i.Email == email).ToListAsync(ct)) db.Remove(old);
            db.StaffInvitations.Add(new StaffInvitation { Key = SecretToken.Hash(token), Name = name, Email = email, RoleId = role.Id, By = by, At = at });
            await outbox.QueueAsync(db, OwnerMail.Invitation(name, by.Name, token, email), ct);
        }, ct);
        return token;
    }

    /// <summary>Gives a person another role.</summary>
    /// <exception cref="Refusal"><c>staff.role</c>, <c>staff.more</c>, <c>staff.above</c>, <c>staff.last</c>.</exception>
    public static Task ChangeRoleAsync(ShopDb db, long personId, long roleId, IReadOnlySet<string> held, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var role = await RequireRoleAsync(db, roleId, held, ct);
        var link = await RequireAsync(db, personId, held, leaves: !role.IsOwner, ct);
        db.UserRoles.Remove(link);
        db.UserRoles.Add(new IdentityUserRole<long> { UserId = personId, RoleId = role.Id });
    }, ct);

    /// <summary>Keeps a person out, or lets him in again.</summary>
    /// <exception cref="Refusal"><c>staff.above</c>, <c>staff.last</c>.</exception>
    public static Task BlockAsync(ShopDb db, long personId, bool block, IReadOnlySet<string> held, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        await RequireAsync(db, personId, held, leaves: block, ct);
        (await db.Users.SingleAsync(u => u.Id == personId, ct)).BlockedAt = block ? at : null;
    }, ct);

    /// <summary>Takes a person's role: he works here no longer; an account as a customer stays.</summary>
    /// <exception cref="Refusal"><c>staff.above</c>, <c>staff.last</c>.</exception>
    public static Task RemoveAsync(ShopDb db, long personId, IReadOnlySet<string> held, CancellationToken ct) =>
        db.WriteAsync(async () => db.UserRoles.Remove(await RequireAsync(db, personId, held, leaves: true, ct)), ct);

    /// <summary>Makes a role, or changes what one may.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="id">The role; null for a new one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="grants">What it may.</param>
    /// <param name="held">What the one who makes it may himself.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refusal"><c>role.owner</c>, <c>role.name</c>, <c>role.taken</c>, <c>role.empty</c>, <c>staff.more</c>, <c>staff.role</c>.</exception>
    public static Task<long> SaveRoleAsync(ShopDb db, long? id, string? name, IReadOnlyCollection<string> grants, IReadOnlySet<string> held, CancellationToken ct) => db.WriteAsync(async () =>
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > StaffRoles.LongestName) throw new Refusal("role.name", "Give the role a name of at most {0} characters.", StaffRoles.LongestName) { On = "Form.Name" };
        var old = id is { } key ? await RequireRoleAsync(db, key, held, ct) : null;
        if (old?.IsOwner == true || (old is null && name == StaffRoles.Owner)) throw new Refusal("role.owner", "The owner may everything; that cannot be changed.") { Status = 409 };
        var normal = name.ToUpperInvariant();
        if (await db.Roles.AnyAsync(r => r.NormalizedName == normal && r.Id != id, ct)) throw new Refusal("role.taken", "There is a role of this name.") { On = "Form.Name" };
        if (grants.Count == 0 || grants.Any(g => !Scopes.IsGrant(g))) throw new Refusal("role.empty", "Choose at least one thing the role may.");
        RequireHeld(grants, held);

        var role = old is null ? new IdentityRole<long>(name) : await db.Roles.SingleAsync(r => r.Id == old.Id, ct);
        (role.Name, role.NormalizedName) = (name, normal);
        if (old is null) db.Roles.Add(role);
        await db.SaveChangesAsync(ct);
        var claims = await db.RoleClaims.Where(c => c.RoleId == role.Id && c.ClaimType == StaffRoles.GrantClaim).ToListAsync(ct);
        db.RoleClaims.RemoveRange(claims.Where(c => !grants.Contains(c.ClaimValue!)));
        db.RoleClaims.AddRange(grants.Except(claims.Select(c => c.ClaimValue!)).Select(g => new IdentityRoleClaim<long> { RoleId = role.Id, ClaimType = StaffRoles.GrantClaim, ClaimValue = g }));
        return role.Id;
    }, ct);

    /// <summary>Deletes a role nobody has.</summary>
    /// <exception cref="Refusal"><c>role.owner</c>, <c>role.used</c>, <c>staff.more</c>, <c>staff.role</c>.</exception>
    public static Task DeleteRoleAsync(ShopDb db, long id, IReadOnlySet<string> held, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var role = await RequireRoleAsync(db, id, held, ct);
        if (role.IsOwner) throw new Refusal("role.owner", "The owner may everything; that cannot be changed.") { Status = 409 };
        if (role.Members > 0 || await db.StaffInvitations.AnyAsync(i => i.RoleId == id, ct)) throw new Refusal("role.used", "Somebody has this role. Give him another one first.") { Status = 409 };
        db.Roles.Remove(await db.Roles.SingleAsync(r => r.Id == id, ct));
    }, ct);

    private static async Task<StaffRole> RequireRoleAsync(ShopDb db, long id, IReadOnlySet<string> held, CancellationToken ct)
    {
        var role = (await RolesAsync(db, ct)).FirstOrDefault(r => r.Id == id) ?? throw new Refusal("staff.role", "Choose a role.") { On = "Form.Role" };
        RequireHeld(role.Grants, held);
        return role;
    }

    /// <summary>The role somebody has, when the one who asks may change it.</summary>
    private static async Task<IdentityUserRole<long>> RequireAsync(ShopDb db, long personId, IReadOnlySet<string> held, bool leaves, CancellationToken ct)
    {
        var link = await db.UserRoles.FirstOrDefaultAsync(l => l.UserId == personId, ct) ?? throw new Refusal("staff.none", "Nobody of this number works here.") { Status = 404 };
        var role = (await RolesAsync(db, ct)).First(r => r.Id == link.RoleId);
        if (!role.Grants.All(grant => Holds(held, grant))) throw new Refusal("staff.above", "You cannot change somebody who may more than you.") { Status = 403 };
        if (leaves && role.IsOwner && !await db.UserRoles.AnyAsync(l => l.RoleId == role.Id && l.UserId != personId && db.Users.Any(u => u.Id == l.UserId && u.BlockedAt == null), ct))
            throw new Refusal("staff.last", "The shop needs an owner. Make somebody else one first.") { Status = 409 };
        return link;
    }

    private static void RequireHeld(IEnumerable<string> grants, IReadOnlySet<string> held)
    {
        if (grants.FirstOrDefault(grant => !Holds(held, grant)) is { } more)
            throw new Refusal("staff.more", "You cannot give more than you may yourself: {0}.", more) { Status = 403 };
    }

    private static bool Holds(IReadOnlySet<string> held, string grant) => Scopes.Include(held, grant.Split(':')[0], grant.EndsWith(":write", StringComparison.Ordinal));
}
