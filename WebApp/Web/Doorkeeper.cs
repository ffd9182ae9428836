// Who a request's cookie stands for, looked up anew every few seconds: a session that was ended, or a role that was taken, is gone at once.
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Makola.Web;

/// <summary>Who is signed in.</summary>
/// <param name="PersonId">The Identity user.</param>
/// <param name="Name">As the menu names him.</param>
/// <param name="Role">Names of his roles, for the menu only.</param>
/// <param name="Grants">What he may; none for a customer.</param>
/// <param name="ProvenAt">When he last proved who he is.</param>
/// <param name="HasSecond">Whether he has a second proof: a passkey, or an app.</param>
public sealed record Visitor(long PersonId, string Name, string Role, IReadOnlySet<string> Grants, DateTimeOffset ProvenAt, bool HasSecond);

/// <summary>
/// Gives every sign-in a session of its own, and asks for it on every request. Identity's own cookie stays good after signing out, and is looked at every
/// half hour only; here what a session may is read from the database, and kept for <see cref="Remembered"/>.
/// </summary>
public sealed class Doorkeeper(IDbContextFactory<ShopDb> factory, KnownDevices devices, TimeProvider clock) : CookieAuthenticationEvents
{
    /// <summary>Claim with the secret of the session, with the moment of the last proof (Unix milliseconds), and there when he has a second proof.</summary>
    public const string SessionClaim = "sid", ProvenClaim = "proven", SecondClaim = "second";

    /// <summary>How long an answer is good; another process may have ended the session meanwhile.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, (Visitor? Visitor, DateTimeOffset Until)> known = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> seen = [];

    /// <summary>A new session for who signs in; the one the browser had before ends.</summary>
    public override async Task SigningIn(CookieSigningInContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (principal, http, now, token) = (context.Principal!, context.HttpContext, clock.GetUtcNow(), SecretToken.New());
        var agent = http.Request.Headers.UserAgent.ToString();
        var session = new SignInSession
        {
            Key = SecretToken.Hash(token), PersonId = long.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture), StartedAt = now, SeenAt = now, ProvenAt = now,
            From = http.Connection.RemoteIpAddress?.ToString(), Agent = agent.Length > 200 ? agent[..200] : agent,
        };
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var (before, wish) = (KeyOf(http.User), http.Request.Wished());
        (string? Token, IReadOnlyList<CartNote> Notes) cart = (null, []);
        await db.WriteAsync(async () =>
        {
            if (before is not null) await db.SignInSessions.Where(s => s.Key == before).ExecuteDeleteAsync();
            db.SignInSessions.Add(session);
            await Leaving.StayAsync(db, session.PersonId, http.RequestAborted);
            if (wish is { } wished) await Wishes.KeepOnEnteringAsync(db, session.PersonId, wished, now, http.RequestAborted);
            cart = await CartDesk.JoinAsync(db, session.PersonId, http.Request.CartToken(), now, http.RequestAborted);
        }, http.RequestAborted);
        if (before is not null) Forget(before);
        devices.Mark(http, session.PersonId);
        if (cart.Token is not null) http.Response.SetCart(cart.Token);
        else if (http.Request.CartToken() is not null) http.Response.TakeCookie(Cookies.Cart);
        if (wish is not null) http.Response.TakeCookie(Cookies.Wish);
        CartNotes.Tell(http, cart.Notes);
        // Nothing but who and which session: what he may is looked up.
        context.Principal = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, $"{session.PersonId}"), new(SessionClaim, token)], IdentityConstants.ApplicationScheme));
    }

    /// <summary>Ends the session, at once.</summary>
    public override async Task SigningOut(CookieSigningOutContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (KeyOf(context.HttpContext.User) is not { } key) return;
        context.HttpContext.Response.TakeCookie(Cookies.Cart); // It stays with the person.
        await using var db = await factory.CreateDbContextAsync();
        await db.WriteAsync(() => db.SignInSessions.Where(s => s.Key == key).ExecuteDeleteAsync());
        Forget(key);
    }

    /// <summary>Says who the cookie stands for, or that it stands for nobody.</summary>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var visitor = KeyOf(context.Principal!) is { } key ? await LookAsync(key, context.HttpContext.RequestAborted) : null;
        if (visitor is null)
        {
            context.RejectPrincipal();
            return;
        }

        var token = context.Principal!.FindFirstValue(SessionClaim)!;
        context.Principal = new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, $"{visitor.PersonId}"), new(SessionClaim, token), new(ClaimTypes.GivenName, visitor.Name), new(ClaimTypes.Role, visitor.Role),
            new(ProvenClaim, visitor.ProvenAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)), .. visitor.HasSecond ? [new Claim(SecondClaim, "yes")] : Array.Empty<Claim>(), .. visitor.Grants.Select(g => new Claim(StaffRoles.GrantClaim, g)),
        ], IdentityConstants.ApplicationScheme));
    }

    /// <summary>Who is not signed in (any more) goes to the door and comes back. A fragment cannot show the door: htmx is told to open it as a page.</summary>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers["HX-Redirect"] = context.RedirectUri;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }

    /// <summary>Who is signed in and may not gets a page that says so.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>Ends the sessions of a person, all or all but one. Joins the caller's transaction.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="personId">Whose.</param>
    /// <param name="except">The one that stays: that of the caller's own browser.</param>
    public async Task EndAsync(ShopDb db, long personId, ClaimsPrincipal? except = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        var stays = except is null ? null : KeyOf(except);
        await db.WriteAsync(() => db.SignInSessions.Where(s => s.PersonId == personId && s.Key != stays).ExecuteDeleteAsync());
        known.Clear();
    }

    /// <summary>Ends one session of a person; a session of somebody else stays.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="personId">Whose.</param>
    /// <param name="key">Its <see cref="SignInSession.Key"/>.</param>
    public async Task EndOneAsync(ShopDb db, long personId, string key)
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.WriteAsync(() => db.SignInSessions.Where(s => s.PersonId == personId && s.Key == key).ExecuteDeleteAsync());
        Forget(key);
    }

    /// <summary>Notes that the person proved just now who he is.</summary>
    public async Task ProveAsync(ShopDb db, ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (key, now) = (KeyOf(user), clock.GetUtcNow());
        await db.WriteAsync(() => db.SignInSessions.Where(s => s.Key == key).ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvenAt, now)));
        if (key is not null) known.TryRemove(key, out _);
    }

    /// <summary>Forgets what was looked up: roles or people changed.</summary>
    public void ForgetAll() => known.Clear();

    /// <summary>Hash of the session's secret; null when nobody is signed in.</summary>
    public static string? KeyOf(ClaimsPrincipal user) => user.FindFirstValue(SessionClaim) is { } token ? SecretToken.Hash(token) : null;

    /// <summary>When each session was last used, since this was last asked.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> TakeSeen()
    {
        var taken = new Dictionary<string, DateTimeOffset>();
        foreach (var key in seen.Keys)
            if (seen.TryRemove(key, out var at)) taken[key] = at;
        return taken;
    }

    private async Task<Visitor?> LookAsync(string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        seen[key] = now;
        if (known.TryGetValue(key, out var kept) && kept.Until > now) return kept.Visitor;
        if (known.Count > 10_000) known.Clear();
        var visitor = await ReadAsync(key, now, ct);
        known[key] = (visitor, now + Remembered);
        return visitor;
    }

    private async Task<Visitor?> ReadAsync(string key, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var found = await db.SignInSessions.AsNoTracking().AsSingleQuery().Where(s => s.Key == key).Join(db.Users.Where(u => u.BlockedAt == null), s => s.PersonId, u => u.Id, (s, u) => new
        {
            Session = s, u.Name, HasSecond = u.TwoFactorEnabled || db.UserPasskeys.Any(k => k.UserId == u.Id),
            Roles = db.UserRoles.Where(r => r.UserId == u.Id).Join(db.Roles, r => r.RoleId, r => r.Id, (_, r) => new { r.Name, Grants = db.RoleClaims.Where(c => c.RoleId == r.Id && c.ClaimType == StaffRoles.GrantClaim).Select(c => c.ClaimValue!).ToList() }).ToList(),
        }).FirstOrDefaultAsync(ct);
        if (found is null || found.Session.EndsAt(found.Roles.Count > 0) < now) return null;
        // The owner may everything, whatever is added to that later.
        var grants = found.Roles.Exists(r => r.Name == StaffRoles.Owner) ? Scopes.Everything : found.Roles.SelectMany(r => r.Grants);
        return new(found.Session.PersonId, found.Name, string.Join(", ", found.Roles.Select(r => r.Name).Order(StringComparer.Ordinal)), grants.ToHashSet(StringComparer.Ordinal), found.Session.ProvenAt, found.HasSecond);
    }

    private void Forget(string key) => known.TryRemove(key, out _);
}
