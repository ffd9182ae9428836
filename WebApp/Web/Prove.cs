// Asking who somebody is before a sensitive deed, without losing what he typed.
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Makola.Web;

/// <summary>
/// What the question carries on to where it was asked. One proof answers it, the password or a passkey, also where signing in asked for two: the session was
/// opened with both (OWASP ASVS 5.0, 7.5.3: "at least one factor").
/// </summary>
/// <param name="To">Path and query of the page.</param>
/// <param name="Fields">What was typed there; null when nothing was sent.</param>
public sealed record Prove(string To, IReadOnlyList<KeyValuePair<string, string>>? Fields)
{
    /// <summary>Names of the question's own fields.</summary>
    public const string Password = "ProvePassword", Credential = "ProveCredential";

    /// <summary>Marks a request that does something sensitive.</summary>
    public static readonly object Mark = new();

    /// <summary>Says that something sensitive is about to be done: true when the person must prove first who he is.</summary>
    public static bool IsDue(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Items[Mark] = true;
        return !http.User.IsFresh(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    /// <summary>The question instead of the page: its form carries everything that was sent, and sends it on once the password is right.</summary>
    public static IActionResult Ask(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var to = http.Request.Path + http.Request.QueryString;
        if (!HttpMethods.IsPost(http.Request.Method)) return new LocalRedirectResult($"/account/prove?to={Uri.EscapeDataString(to)}");
        if (http.Request.Headers.ContainsKey("HX-Request"))
        {
            // A fragment cannot hold the question: the page it stands on is opened anew behind it.
            var page = Uri.TryCreate(http.Request.Headers["HX-Current-URL"].ToString(), UriKind.Absolute, out var current) ? current.PathAndQuery : http.Request.Path.Value!;
            http.Response.Headers["HX-Redirect"] = $"/account/prove?to={Uri.EscapeDataString(page)}";
            return new StatusCodeResult(StatusCodes.Status401Unauthorized);
        }

        return View(new Prove(to, FieldsOf(http.Request.Form)), StatusCodes.Status401Unauthorized);
    }

    /// <summary>What was typed, without what belongs to the question itself.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> FieldsOf(IFormCollection form) =>
        [.. form.Where(f => f.Key is not ("__token" or Password or Credential)).SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? ""))];

    /// <summary>The question as a page.</summary>
    public static ViewResult View(Prove prove, int status, string? trouble = null)
    {
        var data = new ViewDataDictionary<Prove>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = prove };
        data["Trouble"] = trouble;
        return new() { ViewName = "/Pages/Account/_Prove.cshtml", ViewData = data, StatusCode = status };
    }
}
