// The roles of staff.
using Makola.Web;

namespace Makola.Pages.Office.Staff;

/// <summary>The page <c>/office/staff/roles</c>.</summary>
[Needs(Scopes.Staff)]
public sealed class RolesModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>The roles.</summary>
    public IReadOnlyList<StaffRole> Roles { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Roles = await Team.RolesAsync(Db, ct);

    /// <summary>What a role may, in a line.</summary>
    public static string InWords(StaffRole role) => role.IsOwner ? "everything" : string.Join(", ", Scopes.All.Where(s => Scopes.Include(role.Grants, s.Key, false)).Select(s => s.Name.ToLowerInvariant() + (Scopes.Include(role.Grants, s.Key, true) ? "" : " (look)")));
}
