// The first minute of a shop: who owns it, what it is called, and whether it starts with empty shelves or as a demo.
using Makola.Data.Seeds;
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>The page at <c>/setup?token=…</c>. Without the token the console printed, or once there is an owner, there is no such page.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class SetupModel(ShopDb db, FirstRun first, TimeProvider clock, UserManager<Person> people, RoleManager<IdentityRole<long>> roles, SignInManager<Person> door) : DoorPage
{
    /// <summary>The token of the console.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>What is typed.</summary>
    [BindProperty]
    public SetupForm Form { get; set; } = new();

    /// <summary>The currencies to choose from.</summary>
    public static IEnumerable<SelectListItem> Currencies => SettingsModel.Currencies;

    /// <summary>The shop and its owner.</summary>
    public sealed record SetupForm
    {
        /// <summary>Up to 60 characters.</summary>
        public string? ShopName { get; init; }

        /// <summary>ISO 4217 code.</summary>
        public string? Currency { get; init; } = "GHS";

        /// <summary>Of the owner, up to 100 characters.</summary>
        public string? Name { get; init; }

        /// <summary>Customers call it; also taken for WhatsApp.</summary>
        public string? Phone { get; init; }

        /// <summary>The owner signs in with it.</summary>
        public string? Email { get; init; }

        /// <summary>At least 10 characters.</summary>
        public string? Password { get; init; }

        /// <summary>True for a shop full of sample goods.</summary>
        public bool Demo { get; init; }
    }

    /// <summary>Shows the form.</summary>
    public IActionResult OnGet() => first.Accepts(Token) ? Page() : NotFound();

    /// <summary>Opens the shop: settings, goods and owner in one transaction, so that a failure leaves it as it was and the token good.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!first.Accepts(Token)) return NotFound();
        var phone = Check();
        if (!ModelState.IsValid) return Again();

        var owner = await OpenAsync(phone, ct);
        if (owner is null) return Again();
        await door.SignInAsync(owner, isPersistent: true);
        TempData["Said"] = Form.Demo ? "The shop is open, and full of sample goods." : "The shop is open. Look through the settings first.";
        return LocalRedirect(Form.Demo ? "/office" : "/office/settings");
    }

    /// <summary>Renders the page again with what is wrong at its fields.</summary>
    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Again()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private string? Check()
    {
        if (string.IsNullOrWhiteSpace(Form.ShopName) || Form.ShopName.Trim().Length > 60) Wrong(nameof(Form.ShopName), "Give the shop a name of at most 60 characters.");
        if (string.IsNullOrWhiteSpace(Form.Name) || Form.Name.Trim().Length > 100) Wrong(nameof(Form.Name), "What should the shop call you? At most 100 characters.");
        if (string.IsNullOrWhiteSpace(Form.Email) || Form.Email.Length > 254 || !new System.ComponentModel.DataAnnotations.EmailAddressAttribute().IsValid(Form.Email.Trim())) Wrong(nameof(Form.Email), "You sign in with it: an e-mail address, please.");
        if (Form.Password is not { Length: >= 10 and <= 200 }) Wrong(nameof(Form.Password), "Use at least 10 characters.");
        if (!Money.Currencies.Contains(Form.Currency)) Wrong(nameof(Form.Currency), "Choose a currency.");
        else if (Form.Demo && Form.Currency != "GHS") Wrong(nameof(Form.Currency), "The demo shop’s prices are in cedis: choose GHS, or start with empty shelves.");
        if (string.IsNullOrWhiteSpace(Form.Phone)) return null;
        var phone = PhoneNumber.Read(Form.Phone);
        if (phone is null) Wrong(nameof(Form.Phone), "Write it like 024 812 4490 or +233 24 812 4490.");
        return phone;
    }

    private async Task<Person?> OpenAsync(string? phone, CancellationToken ct)
    {
        try
        {
            return await db.WriteAsync(async () =>
            {
                if (Form.Demo) await DemoShop.FillAsync(db, clock, ct);
                var settings = await db.Settings.SingleAsync(ct);
                (settings.Name, settings.Currency) = (Form.ShopName!.Trim(), Form.Currency!);
                if (Form.Demo) settings.SecondProof = false; // Who tries the shop out comes straight in.
                if (phone is not null) (settings.Phone, settings.WhatsApp) = (phone, phone);
                db.Changed.Add(Change.Settings);

                if (!first.Accepts(Token)) throw new Refusal("setup.done", "The shop has an owner already.") { Status = 409 };
                var (owner, errors) = await first.CreateOwnerAsync(people, roles, Form.Name!, Form.Email!, Form.Password!);
                return errors.Count == 0 ? owner : throw new Refusal("setup.owner", string.Join(' ', errors.Select(e => e.Description))) { On = "Form.Password" };
            }, ct);
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError(refusal.On ?? "", refusal.Message);
            return null;
        }
        finally
        {
            // What was rolled back did not happen, whatever was noted on the way.
            await first.LookAsync();
        }
    }

    private void Wrong(string on, string why) => ModelState.AddModelError($"{nameof(Form)}.{on}", why);
}
