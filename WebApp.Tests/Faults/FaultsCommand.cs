// `dotnet run --project WebApp.Tests -- faults [R1 R4 mail …] [--rounds N] [--seed N]`: lets everything of the matrix happen, each to a shop of its own and in its
// long form, and prints for each what was done and what was found; at the end the matrix itself.
using System.Diagnostics;
using System.Globalization;

namespace Makola.Tests.Faults;

/// <summary>The faults command.</summary>
internal static class FaultsCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="args">Ids, their beginnings, or words of the outside thing; none for all. <c>--rounds N</c>: how often each; <c>--seed N</c>: of chance, to see again what was seen.</param>
    /// <returns>0 when the shop stood everything, 1 when not, 2 when asked wrongly.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!TryTake(ref args, "--rounds", out var rounds) || rounds == 0 || !TryTake(ref args, "--seed", out var seed)) return Complain("--rounds and --seed want a whole number.");
        var chosen = Matrix.Rows.Where(fault => args.Length == 0 || Array.Exists(args, word => Is(fault, word))).ToList();
        if (Array.Find(args, word => !Matrix.Rows.Any(fault => Is(fault, word))) is { } unknown) return Complain($"There is no fault “{unknown}”. There are: {string.Join(", ", Matrix.Rows)}.");

        List<(Fault Fault, string[] Cells)> matrix = [];
        var isStanding = true;
        foreach (var fault in chosen)
        {
            var clock = Stopwatch.StartNew();
            Console.WriteLine($"\n{fault}: {fault.Done}");
            if (fault.Obstacle() is { } why)
            {
                Console.WriteLine("  left out: " + why);
                matrix.Add((fault, ["left out"]));
                continue;
            }

            try
            {
                var trial = await Matrix.RunAsync(fault, rounds ?? fault.Rounds.Long, isLong: true, seed, Console.WriteLine);
                matrix.Add((fault, [.. Enum.GetValues<Part>().Select(trial.CellOf)]));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  stood it, {clock.Elapsed.TotalSeconds:0} s"));
            }
            catch (Exception found) when (found is not OutOfMemoryException)
            {
                isStanding = false;
                matrix.Add((fault, ["BROKEN"]));
                Console.WriteLine("  BROKEN: " + found.Message);
            }
        }

        Print(matrix);
        return isStanding ? 0 : 1;
    }

    /// <summary>Takes a number with its name out of what was asked for.</summary>
    private static bool TryTake(ref string[] args, string name, out int? number)
    {
        (number, var at) = (null, Array.IndexOf(args, name));
        if (at < 0) return true;
        if (!int.TryParse(args.ElementAtOrDefault(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n)) return false;
        (number, args) = (n, [.. args[..at], .. args[(at + 2)..]]);
        return true;
    }

    /// <summary>Whether a word means this row: by its id, or, where no row has that id, by what happens in it.</summary>
    private static bool Is(Fault fault, string word) =>
        HasId(fault, word) || (!Matrix.Rows.Any(row => HasId(row, word)) && fault.Outside.Split(' ').Contains(word, StringComparer.OrdinalIgnoreCase));

    private static bool HasId(Fault fault, string word) => fault.Id.Equals(word, StringComparison.OrdinalIgnoreCase) || fault.Id.StartsWith(word + "-", StringComparison.OrdinalIgnoreCase);

    private static void Print(List<(Fault Fault, string[] Cells)> matrix)
    {
        Console.WriteLine($"\n{"while it happens → after it",-30} {string.Join(' ', Enum.GetNames<Part>().Select(name => $"{name,-24}"))}");
        foreach (var (fault, cells) in matrix) Console.WriteLine($"{fault,-30} {string.Join(' ', cells.Select(cell => $"{cell,-24}"))}".TrimEnd());
    }

    private static int Complain(string what)
    {
        Console.Error.WriteLine(what);
        return 2;
    }
}
