// A shop without an owner shows one page only, and only to who has the console.
using Microsoft.AspNetCore.Identity;

namespace Makola.Web;

/// <summary>Knows whether the shop has an owner yet, and the token that lets the first one in.</summary>
public sealed class FirstRun(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Printed to the console at start; good until the shop has an owner.</summary>
    public string Token { get; } = SecretToken.New();

    /// <summary>True once there is an owner.</summary>
    public bool Done { get; private set; }

    /// <summary>Looks whether there is an owner.</summary>
    public async Task LookAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        Done = await db.UserRoles.AnyAsync(ur => db.Roles.Any(r => r.Id == ur.RoleId && r.Name == StaffRoles.Owner));
    }

    /// <summary>True when the text is the token and nobody owns the shop yet.</summary>
    public bool Accepts(string? token) => !Done && token is not null && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
        System.Text.Encoding.UTF8.GetBytes(token), System.Text.Encoding.UTF8.GetBytes(Token));

    /// <summary>Makes the first owner.</summary>
    /// <returns>The person, and what is wrong with the input; empty when all went well.</returns>
    public async Task<(Person Owner, IReadOnlyList<IdentityError> Errors)> CreateOwnerAsync(UserManager<Person> people, RoleManager<IdentityRole<long>> roles, string name, string email, string password)
    {
        var owner = new Person { Name = name.Trim(), UserName = email.Trim(), Email = email.Trim(), EmailConfirmed = true, LockoutEnabled = true, JoinedAt = clock.GetUtcNow() };
        var created = await people.CreateAsync(owner, password);
        if (!created.Succeeded) return (owner, [.. created.Errors]);

        await people.AddToRoleAsync(owner, StaffRoles.Owner);
        Done = true;
        return (owner, []);
    }
}

/// <summary>Until there is an owner, every address but the first-run page, files and errors answers "not open yet".</summary>
public sealed class FirstRunGate(RequestDelegate next, FirstRun first)
{
    /// <summary>Lets the request pass, or answers 503.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var isPage = endpoint?.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is not null;
        if (first.Done || !isPage || context.Request.Path.StartsWithSegments("/setup") || context.Request.Path.StartsWithSegments("/error")) return next(context);

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }
}

/// <summary>A link that signs the owner in once; printed to the console at each start of a shop in Development.</summary>
public sealed class OneTimeLink
{
    private readonly Lock gate = new();
    private string? code;

    /// <summary>Makes a new code; the one before is worth nothing any more.</summary>
    public string Make() => code = SecretToken.New();

    /// <summary>True when the code is still good. Looking does not use it up.</summary>
    public bool Knows(string? asked) => asked is not null && asked == code;

    /// <summary>Uses the code up: true for exactly one caller.</summary>
    public bool Redeem(string? asked)
    {
        lock (gate)
        {
            if (!Knows(asked)) return false;
            code = null;
            return true;
        }
    }
}
