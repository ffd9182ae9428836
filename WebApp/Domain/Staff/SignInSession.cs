// One sign-in on one device. The cookie names it; while its row is there it counts, and not a moment longer.
namespace Makola.Domain.Staff;

/// <summary>A sign-in that lasts until it is ended, or its time is over.</summary>
public sealed class SignInSession
{
    /// <summary>How long staff stay signed in at most, and how long without doing anything (OWASP ASVS 5.0, 7.3).</summary>
    public static readonly TimeSpan StaffLongest = TimeSpan.FromHours(8), StaffIdle = TimeSpan.FromHours(2);

    /// <summary>The same for customers.</summary>
    public static readonly TimeSpan CustomerLongest = TimeSpan.FromDays(90), CustomerIdle = TimeSpan.FromDays(14);

    /// <summary>How long after proving who one is a sensitive deed may be done.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>Hash of the secret in the cookie (<see cref="SecretToken.Hash"/>).</summary>
    public required string Key { get; init; }

    /// <summary>Whose it is.</summary>
    public required long PersonId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last used, to about a minute.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>When the person last proved who he is.</summary>
    public DateTimeOffset ProvenAt { get; set; }

    /// <summary>IP address it began from.</summary>
    public string? From { get; init; }

    /// <summary>The browser, as it calls itself, up to 200 characters.</summary>
    public string? Agent { get; init; }

    /// <summary>The browser and what it runs on, as people call them: "Chrome on Android".</summary>
    public string Device => DeviceOf(Agent ?? "");

    /// <summary>A browser and what it runs on, of what it calls itself.</summary>
    public static string DeviceOf(string agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        string? Named(params (string Mark, string Name)[] names) => names.FirstOrDefault(n => agent.Contains(n.Mark, StringComparison.Ordinal)).Name;
        // The order matters: Edge, Opera and Samsung's browser call themselves Chrome too, and Chrome calls itself Safari.
        var browser = Named(("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")) ?? "A browser";
        var machine = Named(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"));
        return machine is null ? browser : $"{browser} on {machine}";
    }

    /// <summary>When it ends if nothing more is done in it.</summary>
    /// <param name="isStaff">Whether the person works here.</param>
    public DateTimeOffset EndsAt(bool isStaff) => isStaff ? Earlier(StartedAt + StaffLongest, SeenAt + StaffIdle) : Earlier(StartedAt + CustomerLongest, SeenAt + CustomerIdle);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
