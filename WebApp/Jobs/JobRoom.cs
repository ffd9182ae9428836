// Where all jobs of this process can be found, for who wants to see how they are.
namespace Makola.Jobs;

/// <summary>The jobs that run here.</summary>
/// <param name="services">Knows them; asked when the first wants to know, since jobs are made with the program.</param>
public sealed class JobRoom(IServiceProvider services)
{
    private readonly Lazy<IReadOnlyList<Job>> jobs = new(() => [.. services.GetServices<IHostedService>().OfType<Job>().OrderBy(j => j.Words.Name, StringComparer.Ordinal)]);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<Job> All => jobs.Value;

    /// <summary>The one of a key (<see cref="KeyOf"/>); null when there is none.</summary>
    public Job? Find(string? key) => All.FirstOrDefault(j => KeyOf(j) == key);

    /// <summary>What a job is called in addresses and logs: <c>ExpireOrders</c>.</summary>
    public static string KeyOf(Job job) => job.GetType().Name;
}
