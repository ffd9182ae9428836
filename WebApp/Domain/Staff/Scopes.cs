// What staff may do, in words: roles are made of them, pages ask for them.
namespace Makola.Domain.Staff;

/// <summary>A part of the shop somebody may look into, or change.</summary>
/// <param name="Key">The word, as roles keep it: <c>orders</c>.</param>
/// <param name="Name">As staff read it.</param>
/// <param name="Reading">What looking means.</param>
/// <param name="Writing">What changing means; empty where there is nothing to change.</param>
public sealed record Scope(string Key, string Name, string Reading, string Writing);

/// <summary>
/// The scopes. To write includes to read. The whole shop in one file holds every secret there is, so it has a scope of its own beside the settings.
/// </summary>
public static class Scopes
{
    /// <summary>The words.</summary>
    public const string Orders = "orders", Refunds = "refunds", Products = "products", Stock = "stock", Customers = "customers", Content = "content",
        Reports = "reports", Settings = "settings", PaymentSettings = "payment-settings", Staff = "staff", Scenes = "scenes", System = "system";

    /// <summary>For what everybody who works here may do.</summary>
    public const string Anyone = "";

    /// <summary>All of them, in the order a role shows them.</summary>
    public static IReadOnlyList<Scope> All { get; } =
    [
        new(Orders, "Orders", "see orders and the customer on them", "pack, send, take money in, cancel"),
        new(Refunds, "Refunds", "see money that went back", "pay money back"),
        new(Products, "Products", "see goods, prices and costs", "change goods, prices, categories; import"),
        new(Stock, "Stock", "see levels and movements", "receive, adjust, count"),
        new(Customers, "Customers", "see customers and what they wrote", "answer, note, block, take the list out"),
        new(Content, "Pages", "see pages, menus and drafts", "change pages, menus, home page, redirects"),
        new(Reports, "Figures", "see what was sold", ""),
        new(Settings, "Settings", "see the settings", "change them"),
        new(PaymentSettings, "Where money goes", "see where customers pay to", "change it"),
        new(Staff, "Staff", "see who works here, and the log", "let people in and out, make roles"),
        new(Scenes, "Behind the scenes", "see how requests were answered", "mark errors as solved"),
        new(System, "Whole shop", "see how the shop runs, backups and practice goods", "back up, bring back, practise"),
    ];

    /// <summary>Who may change something in one of these can touch money or people: a password alone is little for that (<see cref="ShopSettings.SecondProof"/>).</summary>
    public static IReadOnlyList<string> NeedSecondProof { get; } = [Orders, Refunds, Customers, Settings, PaymentSettings, Staff, System];

    /// <summary>The grant to read, or to write, as a role keeps it: <c>orders:write</c>.</summary>
    public static string Grant(string scope, bool write) => $"{scope}:{(write ? "write" : "read")}";

    /// <summary>True for a grant that exists.</summary>
    public static bool IsGrant(string text) => text.Split(':') is [var scope, "read" or "write"] && All.Any(s => s.Key == scope);

    /// <summary>Everything there is to grant.</summary>
    public static IEnumerable<string> Everything => All.Select(s => Grant(s.Key, s.Writing.Length > 0));

    /// <summary>True when what is held includes what is asked: to write includes to read.</summary>
    /// <param name="held">Grants.</param>
    /// <param name="scope">The scope; <see cref="Anyone"/> asks for nothing.</param>
    /// <param name="write">Whether to write.</param>
    public static bool Include(IReadOnlySet<string> held, string scope, bool write) =>
        scope.Length == 0 || held.Contains(Grant(scope, true)) || ((!write || All.Any(s => s.Key == scope && s.Writing.Length == 0)) && held.Contains(Grant(scope, false)));
}

/// <summary>A role that is ready when a shop opens. Owners make more.</summary>
/// <param name="Name">Its name, up to 60 characters.</param>
/// <param name="Grants">What it may.</param>
public sealed record ReadyRole(string Name, IReadOnlyList<string> Grants);

/// <summary>Roles of staff: Identity's roles, with scopes as their claims.</summary>
public static class StaffRoles
{
    /// <summary>May do everything. There is always somebody who has it.</summary>
    public const string Owner = "Owner";

    /// <summary>Type of the claims that are grants.</summary>
    public const string GrantClaim = "scope";

    /// <summary>Longest name of a role.</summary>
    public const int LongestName = 60;

    /// <summary>The roles of a new shop.</summary>
    public static IReadOnlyList<ReadyRole> Ready { get; } =
    [
        new(Owner, [.. Scopes.Everything]),
        new("Manager", [.. Scopes.Everything.Where(g => g.Split(':')[0] is not (Scopes.Staff or Scopes.PaymentSettings or Scopes.System))]),
        new("Orders", ["orders:write", "refunds:write", "customers:read", "products:read", "stock:read"]),
        new("Catalogue", ["products:write", "stock:write", "content:write"]),
        new("Accountant", ["orders:read", "refunds:read", "products:read", "stock:read", "customers:read", "reports:read"]),
    ];

    /// <summary>Puts the ready roles into a shop that has none of their name, and gives the owner what a new version has to grant.</summary>
    public static async Task PrepareAsync(ShopDb db, CancellationToken ct)
    {
        var there = await db.Roles.Select(r => r.Name).ToListAsync(ct);
        foreach (var ready in Ready.Where(r => !there.Contains(r.Name)))
        {
            var role = new Microsoft.AspNetCore.Identity.IdentityRole<long>(ready.Name) { NormalizedName = ready.Name.ToUpperInvariant() };
            db.Roles.Add(role);
            await db.SaveChangesAsync(ct);
            db.RoleClaims.AddRange(ready.Grants.Select(g => new Microsoft.AspNetCore.Identity.IdentityRoleClaim<long> { RoleId = role.Id, ClaimType = GrantClaim, ClaimValue = g }));
        }

        await db.SaveChangesAsync(ct);
        var held = await db.RoleClaims.Where(c => c.ClaimType == GrantClaim && db.Roles.Any(r => r.Id == c.RoleId && r.Name == Owner)).Select(c => new { c.RoleId, c.ClaimValue }).ToListAsync(ct);
        if (Ready[0].Grants.Except(held.ConvertAll(c => c.ClaimValue!)).ToList() is not { Count: > 0 } missing) return;
        var owner = held.Count > 0 ? held[0].RoleId : await db.Roles.Where(r => r.Name == Owner).Select(r => r.Id).SingleAsync(ct);
        db.RoleClaims.AddRange(missing.Select(g => new Microsoft.AspNetCore.Identity.IdentityRoleClaim<long> { RoleId = owner, ClaimType = GrantClaim, ClaimValue = g }));
        await db.SaveChangesAsync(ct);
    }
}
