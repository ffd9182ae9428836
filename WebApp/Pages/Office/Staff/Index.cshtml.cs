// Who works here, who was asked to, and asking somebody.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Staff;

/// <summary>The page <c>/office/staff</c>.</summary>
[Needs(Scopes.Staff)]
public sealed class TeamModel(ShopDb db, CurrentShop shop, Outbox outbox) : OfficePage(db, shop)
{
    /// <summary>Who works here.</summary>
    public IReadOnlyList<StaffMember> Members { get; private set; } = [];

    /// <summary>Who was asked and has not come yet.</summary>
    public IReadOnlyList<StaffInvitation> Invitations { get; private set; } = [];

    /// <summary>The roles there are.</summary>
    public IReadOnlyList<StaffRole> Roles { get; private set; } = [];

    /// <summary>The link of the invitation just made; shown this once.</summary>
    public string? Link { get; private set; }

    /// <summary>Whom the link is for.</summary>
    public string? LinkFor { get; private set; }

    /// <summary>What is typed.</summary>
    [BindProperty]
    public InviteForm Form { get; set; } = new();

    /// <summary>Somebody to be asked.</summary>
    public sealed record InviteForm
    {
        /// <summary>What the shop calls him.</summary>
        public string? Name { get; init; }

        /// <summary>What he will sign in with.</summary>
        public string? Email { get; init; }

        /// <summary>The role he gets.</summary>
        public long Role { get; init; }
    }

    /// <summary>Shows everybody.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Members = await Team.ListAsync(Db, ct);
        Roles = await Team.RolesAsync(Db, ct);
        Invitations = await Db.StaffInvitations.AsNoTracking().OrderByDescending(i => i.Id).Take(Team.Most).ToListAsync(ct);
    }

    /// <summary>Asks somebody, and shows the link once.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var token = await Team.InviteAsync(Db, outbox, Form.Name, Form.Email, Form.Role, User.Grants(), Me, Shop.Now, ct);
        (Link, LinkFor) = (Shop.Absolute($"/account/invitation?token={token}"), Form.Name);
        (Said, Form) = ($"{Form.Name} is invited by mail. You can also send the link below yourself; it opens once, within a week.", new());
        ModelState.Clear();
        await OnGetAsync(ct);
        return Page();
    }

    /// <summary>Takes an invitation back.</summary>
    public async Task<IActionResult> OnPostTakeBackAsync(long id, CancellationToken ct)
    {
        var found = await Db.WriteAsync(async () =>
        {
            if (await Db.StaffInvitations.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } invitation) return false;
            Db.Remove(invitation);
            return true;
        }, ct);
        return found ? SayAt("/office/staff", "The invitation is taken back; its link opens no more.") : NotFound();
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await OnGetAsync(ct);
        return Page();
    }
}
