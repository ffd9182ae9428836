// Which scope a page of the back office asks for; without one, nobody gets in.
using System.Globalization;
using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Makola.Web;

/// <summary>
/// The scope a page, or one of its handlers, asks for. Looking (GET, HEAD) asks to read, everything else to write. On a handler it stands instead of the
/// page's.
/// </summary>
/// <param name="scope">One of <see cref="Scopes"/>; <see cref="Scopes.Anyone"/> for everybody who works here.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class NeedsAttribute(string scope) : Attribute
{
    /// <summary>The scope.</summary>
    public string Scope => scope;

    /// <summary>True where a form only reads: a preview, an export.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>
/// A page, or a handler, that is only for somebody who proved who he is within the last minutes (<see cref="SignInSession.Fresh"/>): who finds a phone
/// lying open cannot do it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
public sealed class SensitiveAttribute : Attribute;

/// <summary>What the signed-in person may.</summary>
public static class Powers
{
    /// <summary>True when he holds the scope.</summary>
    public static bool May(this ClaimsPrincipal user, string scope, bool write = false) =>
        scope.Length == 0 || user.HasClaim(StaffRoles.GrantClaim, Scopes.Grant(scope, true)) || (!write && user.HasClaim(StaffRoles.GrantClaim, Scopes.Grant(scope, false)));

    /// <summary>Key of who is signed in; null for a guest.</summary>
    public static long? PersonId(this ClaimsPrincipal user) => long.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Everything he holds.</summary>
    public static IReadOnlySet<string> Grants(this ClaimsPrincipal user) => user.FindAll(StaffRoles.GrantClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>True when he proved who he is a moment ago.</summary>
    public static bool IsFresh(this ClaimsPrincipal user, DateTimeOffset now) =>
        long.TryParse(user.FindFirstValue(Doorkeeper.ProvenClaim), CultureInfo.InvariantCulture, out var at) && now - DateTimeOffset.FromUnixTimeMilliseconds(at) < SignInSession.Fresh;
}

/// <summary>Asks for the scopes of every page below <c>/office</c> before its handler runs. What is refused is entered in the log.</summary>
public sealed class ScopeFilter : IAsyncPageFilter, IOrderedFilter
{
    private const string SecondPage = "/account/security?needed=true";

    /// <summary>Before everything else.</summary>
    public int Order => int.MinValue;

    /// <inheritdoc/>
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var (http, user, page) = (context.HttpContext, context.HttpContext.User, context.ActionDescriptor.HandlerTypeInfo);
        var asked = NeedsOf(page, context.HandlerMethod?.MethodInfo);
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        var missing = asked.Where(n => !user.May(n.Scope, write: !reads && !n.ReadOnly)).Select(n => n.Scope).FirstOrDefault();
        if (asked.Count == 0 || missing is not null)
        {
            await RefuseAsync(http, missing ?? "a scope", reads);
            context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
            return;
        }

        if (IsSecondDue(http))
        {
            http.Response.Headers["HX-Redirect"] = SecondPage;
            context.Result = http.Request.Headers.ContainsKey("HX-Request") ? new StatusCodeResult(StatusCodes.Status401Unauthorized) : new LocalRedirectResult(SecondPage);
            return;
        }

        var isSensitive = page.IsDefined(typeof(SensitiveAttribute)) || context.HandlerMethod?.MethodInfo.IsDefined(typeof(SensitiveAttribute)) == true;
        if (isSensitive && Prove.IsDue(http))
        {
            context.Result = Prove.Ask(http);
            return;
        }

        var done = await next();
        if (http.Items.ContainsKey(Prove.Mark) && !reads && (done.Exception is null || done.ExceptionHandled) && http.Response.StatusCode < 400 && done.Result is not IStatusCodeActionResult { StatusCode: >= 400 })
            await TellOwnersAsync(http);
    }

    /// <summary>True when he may change money or people, the shop wants a second proof of such, and he has none yet.</summary>
    private static bool IsSecondDue(HttpContext http) =>
        http.RequestServices.GetRequiredService<CurrentShop>().Settings.SecondProof && !http.User.HasClaim(c => c.Type == Doorkeeper.SecondClaim)
        && Scopes.NeedSecondProof.Any(scope => http.User.May(scope, write: true));

    /// <summary>A sensitive deed is done: the owner hears of it, whoever did it.</summary>
    private static async Task TellOwnersAsync(HttpContext http)
    {
        var (db, outbox) = (http.RequestServices.GetRequiredService<ShopDb>(), http.RequestServices.GetRequiredService<Outbox>());
        if (db.Deed is not { } deed) return;
        db.Deed = null; // The mail is the shop's doing.
        await db.WriteAsync(async () =>
        {
            var (_, owners) = await outbox.LookAsync(db, http.RequestAborted);
            await outbox.QueueAsync(db, owners.Select(owner => OwnerMail.Sensitive(deed, owner)), http.RequestAborted);
        }, http.RequestAborted);
    }

    /// <summary>What a page's handler asks for; empty when nobody said, and then nobody may.</summary>
    public static IReadOnlyList<NeedsAttribute> NeedsOf(TypeInfo page, MethodInfo? handler) =>
        handler?.GetCustomAttributes<NeedsAttribute>().ToList() is { Count: > 0 } own ? own : [.. page.GetCustomAttributes<NeedsAttribute>()];

    private static async Task RefuseAsync(HttpContext http, string scope, bool reads)
    {
        var db = http.RequestServices.GetRequiredService<ShopDb>();
        var by = Actor.Staff(long.Parse(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture), http.User.FindFirstValue(ClaimTypes.GivenName) ?? "");
        db.Deed = new Deed(by, $"Refused: {scope} to {(reads ? "read" : "write")} is needed", http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
            http.Request.Path.Value is { Length: > 200 } path ? path[..200] : http.Request.Path.Value, http.Connection.RemoteIpAddress?.ToString(), http.TraceIdentifier);
        await db.NoteAsync(db.Deed.What, http.RequestAborted);
        db.Deed = null;
    }
}
