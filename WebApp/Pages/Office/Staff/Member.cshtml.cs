// One person who works here: the role, the sign-ins, and keeping somebody out.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Staff;

/// <summary>The page <c>/office/staff/3</c>.</summary>
[Needs(Scopes.Staff)]
public sealed class MemberModel(ShopDb db, CurrentShop shop, Doorkeeper door) : OfficePage(db, shop)
{
    /// <summary>The person.</summary>
    public StaffMember Member { get; private set; } = null!;

    /// <summary>The roles to choose from.</summary>
    public IReadOnlyList<StaffRole> Roles { get; private set; } = [];

    /// <summary>Where the person is signed in.</summary>
    public IReadOnlyList<SignInSession> Sessions { get; private set; } = [];

    /// <summary>True for who is signed in.</summary>
    public bool IsMe => Member.Id == Me.PersonId;

    /// <summary>Shows the person.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await FindAsync(id, ct) ? Page() : NotFound();

    /// <summary>Gives another role.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostRoleAsync(long id, long role, CancellationToken ct)
    {
        await Team.ChangeRoleAsync(Db, id, role, User.Grants(), ct);
        door.ForgetAll();
        return SayAt($"/office/staff/{id}", "Saved. It counts from now on.");
    }

    /// <summary>Keeps the person out: every session ends.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostBlockAsync(long id, CancellationToken ct)
    {
        await Db.WriteAsync(async () =>
        {
            await Team.BlockAsync(Db, id, block: true, User.Grants(), Shop.Now, ct);
            await door.EndAsync(Db, id);
        }, ct);
        return SayAt($"/office/staff/{id}", "Kept out. Every sign-in of this person has ended.");
    }

    /// <summary>Lets the person in again.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostLetInAsync(long id, CancellationToken ct)
    {
        await Team.BlockAsync(Db, id, block: false, User.Grants(), Shop.Now, ct);
        return SayAt($"/office/staff/{id}", "This person may sign in again.");
    }

    /// <summary>Takes the role: the person works here no longer.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostRemoveAsync(long id, CancellationToken ct)
    {
        await Db.WriteAsync(async () =>
        {
            await Team.RemoveAsync(Db, id, User.Grants(), ct);
            await door.EndAsync(Db, id);
        }, ct);
        return id == Me.PersonId ? Redirect("/") : SayAt("/office/staff", "This person works here no longer.");
    }

    /// <summary>Ends the person's sign-ins; one's own stays.</summary>
    public async Task<IActionResult> OnPostEndAsync(long id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        await door.EndAsync(Db, id, User);
        return SayAt($"/office/staff/{id}", "Signed out everywhere else.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        return await FindAsync(long.Parse((string)RouteData.Values["id"]!, CultureInfo.InvariantCulture), ct) ? Page() : NotFound();
    }

    private async Task<bool> FindAsync(long id, CancellationToken ct)
    {
        if ((await Team.ListAsync(Db, ct)).FirstOrDefault(m => m.Id == id) is not { } member) return false;
        (Member, Roles) = (member, await Team.RolesAsync(Db, ct));
        Sessions = await Db.SignInSessions.AsNoTracking().Where(s => s.PersonId == id).OrderByDescending(s => s.SeenAt).Take(50).ToListAsync(ct);
        return true;
    }
}
