// The matrix: outside things down, parts of the shop across. Its rows are declared here once; the command and the tests run the same ones.
namespace Makola.Tests.Faults;

/// <summary>Everything that can go wrong around the shop.</summary>
internal static class Matrix
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<Fault> Rows { get; } = [.. MachineFaults.All, .. DiskFaults.All, .. MailFaults.All, .. ClientFaults.All];

    /// <summary>The row of an id.</summary>
    public static Fault Of(string id) => Rows.Single(fault => fault.Id == id);

    /// <summary>Lets a fault happen to a shop of its own, and proves that the shop stood it.</summary>
    /// <param name="fault">What.</param>
    /// <param name="rounds">How often, 1 or more.</param>
    /// <param name="isLong">In the form of the command, which takes its time.</param>
    /// <param name="seed">Of chance; null for any.</param>
    /// <param name="say">Told what was done and found; null for nobody.</param>
    /// <returns>What each part did: meanwhile and after.</returns>
    public static async Task<Trial> RunAsync(Fault fault, int rounds, bool isLong, int? seed = null, Action<string>? say = null)
    {
        var trial = new Trial(fault, rounds, isLong, seed, say ?? (_ => { }));
        await using (trial)
        {
            await trial.OpenAsync();
            for (var round = 1; round <= rounds; round++)
            {
                await fault.HappenAsync(trial);
                await trial.ProveAsync();
            }

            await trial.CloseAsync();
        }

        return trial;
    }
}
