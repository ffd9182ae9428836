// One role: its name, and what it may.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Staff;

/// <summary>The pages <c>/office/staff/roles/5</c> and <c>/office/staff/roles/new</c>.</summary>
[Needs(Scopes.Staff)]
public sealed class RoleModel(ShopDb db, CurrentShop shop, Doorkeeper door) : OfficePage(db, shop)
{
    /// <summary>The role; null for a new one.</summary>
    public StaffRole? Role { get; private set; }

    /// <summary>What is typed.</summary>
    [BindProperty]
    public RoleForm Form { get; set; } = new();

    /// <summary>Name and grants.</summary>
    public sealed record RoleForm
    {
        /// <summary>Up to 60 characters.</summary>
        public string? Name { get; init; }

        /// <summary>By scope: <c>read</c>, <c>write</c>, or empty for neither.</summary>
        public Dictionary<string, string?> May { get; init; } = [];
    }

    /// <summary>Shows the role; a new one may begin as another one is.</summary>
    public async Task<IActionResult> OnGetAsync(long? id, long? like, CancellationToken ct)
    {
        var roles = await Team.RolesAsync(Db, ct);
        Role = roles.FirstOrDefault(r => r.Id == id);
        if (id is not null && Role is null) return NotFound();
        var from = Role ?? roles.FirstOrDefault(r => r.Id == like);
        Form = new() { Name = Role?.Name, May = Scopes.All.ToDictionary(s => s.Key, s => from is null ? null : Scopes.Include(from.Grants, s.Key, true) ? "write" : Scopes.Include(from.Grants, s.Key, false) ? "read" : null) };
        return Page();
    }

    /// <summary>Saves it.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostAsync(long? id, CancellationToken ct)
    {
        var grants = Form.May.Where(m => m.Value is "read" or "write").Select(m => Scopes.Grant(m.Key, m.Value == "write")).ToList();
        var saved = await Team.SaveRoleAsync(Db, id, Form.Name, grants, User.Grants(), ct);
        door.ForgetAll();
        return SayAt($"/office/staff/roles/{saved}", "Saved. It counts from now on for everybody who has it.");
    }

    /// <summary>Deletes it.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostDeleteAsync(long id, CancellationToken ct)
    {
        await Team.DeleteRoleAsync(Db, id, User.Grants(), ct);
        return SayAt("/office/staff/roles", "The role is deleted.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        Role = RouteData.Values["id"] is string id ? (await Team.RolesAsync(Db, ct)).FirstOrDefault(r => $"{r.Id}" == id) : null;
        return Page();
    }
}
