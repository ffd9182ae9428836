// A customer whom staff write down: who called, or stood at the counter.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Customers;

/// <summary>The page <c>/office/customers/new</c>.</summary>
[Needs(Scopes.Customers)]
public sealed class NewCustomerModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public CustomerForm Form { get; set; } = new();

    /// <summary>Shows the form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Makes the card, or goes to the one there is.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var (id, isNew) = await CustomerEdit.MakeAsync(Db, new(Form.Name, Form.Phone, Form.Email), Shop.Now, ct);
        return SayAt($"/office/customers/{id}", isNew ? "Made." : "This phone or e-mail has a card already: this one. Nothing was made.");
    }
}

/// <summary>Name and contact, as typed.</summary>
public sealed record CustomerForm
{
    /// <summary>The version that was changed.</summary>
    public int Version { get; init; }

    /// <summary>Up to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>As people write it.</summary>
    public string? Phone { get; init; }

    /// <summary>May be empty when there is a phone.</summary>
    public string? Email { get; init; }
}
