// Where the shop stands: its environment, its folder of data, its addresses, and the services everything is built on.
using System.IO.Compression;
using System.Net;
using System.Reflection;
using Makola.Backstage;
using Makola.Data.Backups;
using Makola.Data.Sqlite;
using Makola.Jobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

[assembly: RootNamespace("Makola")]

namespace Makola.Web;

/// <summary>What the shop is built on.</summary>
public static class Foundation
{
    /// <summary>
    /// Where the program is at home: the project folder in a checkout, else the folder of the program. Relative paths in commands mean the
    /// caller's folder, never this one.
    /// </summary>
    public static string Home { get; } = FindHome();

    /// <summary>Development in a debug build unless told otherwise; a published shop is in Production without being told.</summary>
    public static string Environment =>
        System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ??
#if DEBUG
        "Development";
#else
        "Production";
#endif

    /// <summary>A builder that knows the shop's folder, addresses and limits.</summary>
    public static WebApplicationBuilder Lay(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Home, EnvironmentName = Environment });
        builder.WebHost.UseStaticWebAssets();
        // Development would re-compress files on the way, and labels gzip as br (ASP.NET Core 10.0.12): every script and sheet fails to load.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 5_000; // More than two thousand slow ones, who are cut within half a minute, leave buyers room.
            kestrel.Limits.MaxRequestBodySize = 2 * 1024 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        });

        builder.Logging.AddConsoleFormatter<JsonLog, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
        if (!builder.Environment.IsDevelopment()) builder.Configuration["Logging:Console:FormatterName"] ??= JsonLog.Format;

        // One for the whole process, for pages and for jobs, which write to customers too: a shop speaks one language, and a culture said anew for each request is
        // carried along, and compared, wherever that request changes threads.
        System.Globalization.CultureInfo.DefaultThreadCurrentCulture = new("en");
        System.Globalization.CultureInfo.DefaultThreadCurrentUICulture = new(builder.Configuration["Shop:Language"] ?? "en");
        if (PublicUrl(builder.Configuration) is { } address)
            builder.Configuration["AllowedHosts"] = $"{builder.Configuration["AllowedHosts"]};{address.Host}";
        builder.Services.AddSingleton(FolderFrom(builder.Configuration));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new PublicAddress(PublicUrl(builder.Configuration)));
        return builder;
    }

    /// <summary>The data folder of the configuration, made when it is not there; readable for its owner only.</summary>
    public static DataFolder FolderFrom(IConfiguration configuration)
    {
        var path = Path.GetFullPath(configuration["Shop:Data"] ?? Path.Combine(Home, "data"));
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(path);
    }

    /// <summary>The database and the copies kept of it.</summary>
    public static void AddShopDatabase(this IServiceCollection services)
    {
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<SqliteConnections>();
        services.AddSingleton<QuerySpans>();
        services.AddSingleton<ShopMemory>();
        services.AddSingleton<Backups>();
        services.AddSingleton<BackupNotes>();
        services.AddSingleton<BackupCopies>();
        services.AddSingleton<Restoring>();
        services.AddSingleton<Updating>();
        services.AddSingleton<Album>();
        services.AddPooledDbContextFactory<ShopDb>((provider, options) => options
            .UseSqlite(SqliteConnections.In(provider.GetRequiredService<DataFolder>().Path))
            .AddInterceptors(provider.GetRequiredService<SqliteConnections>(), provider.GetRequiredService<ChangeFeed>(), provider.GetRequiredService<QuerySpans>())
#pragma warning disable EF9100 // See QueryDelegates.
            .ReplaceService<Microsoft.EntityFrameworkCore.Query.ILiftableConstantProcessor, QueryDelegates>()
#pragma warning restore EF9100
            // Counting up to a bound, and reading a small table whole up to one, need no order; a sort would only cost time.
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning)), poolSize: 64);
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<ShopDb>>().CreateDbContext());
    }

    /// <summary>Who can sign in. Figures after OWASP ASVS 5.0: at least 10 characters, no composition rules, PBKDF2 with 210,000 rounds.</summary>
    public static void AddShopPeople(this IServiceCollection services)
    {
        services.AddIdentityCore<Person>(identity =>
            {
                identity.User.RequireUniqueEmail = false; // It would also demand one; the database keeps a proved e-mail to one person.
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                identity.Password = new() { RequiredLength = 10, RequiredUniqueChars = 4, RequireDigit = false, RequireLowercase = false, RequireNonAlphanumeric = false, RequireUppercase = false };
                identity.Lockout = new() { AllowedForNewUsers = true, MaxFailedAccessAttempts = 20, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5) };
            })
            .AddRoles<IdentityRole<long>>()
            .AddEntityFrameworkStores<ShopDb>()
            .AddSignInManager()
            .AddPasswordValidator<PasswordRules>()
            .AddDefaultTokenProviders();
        services.Configure<DataProtectionTokenProviderOptions>(token => token.TokenLifespan = AccountMail.ResetGood);
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = Cookies.Session;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = SignInSession.CustomerIdle; // The session says when it is over; the cookie only has to last.
            cookie.LoginPath = "/account/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.EventsType = typeof(Doorkeeper);
        });
        services.AddAuthorizationBuilder().AddPolicy("Staff", policy => policy.RequireClaim(StaffRoles.GrantClaim));
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<ContactLimits>();
        services.AddScoped<Passkeys>();
        services.AddScoped<Pages.Account.OwnDoor>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PublicAddress>((passkey, address) =>
        {
            passkey.ServerDomain = Passkeys.HostOf(address); // Left alone, it would be whatever host a request names.
            passkey.ResidentKeyRequirement = "required"; // Nobody types a name before.
            passkey.UserVerificationRequirement = "required"; // It stands for two proofs then.
        });
        services.AddSingleton<FirstRun>();
        services.AddSingleton<OneTimeLink>();

        services.AddDataProtection().SetApplicationName("makola");
        services.AddSingleton<IConfigureOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>>(provider => new ConfigureOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>(keys =>
            keys.XmlRepository = new KeyFiles(Directory.CreateDirectory(Path.Combine(provider.GetRequiredService<DataFolder>().Path, "keys")), provider.GetRequiredService<ILoggerFactory>())));
    }

    /// <summary>Pages, their words, and how they are kept and sent.</summary>
    public static void AddShopPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRazorPages(razor =>
        {
            razor.Conventions.AuthorizeFolder("/Office", "Staff");
            razor.Conventions.AllowAnonymousToPage("/Office/Enter");
            razor.Conventions.AddPageRoute("/Office/Products/Product", "office/products/new");
            razor.Conventions.AddPageRoute("/Office/Categories/Category", "office/categories/new");
            razor.Conventions.AddPageRoute("/Office/Collections/Collection", "office/collections/new");
            razor.Conventions.AddPageRoute("/Office/Brands/Brand", "office/brands/new");
            razor.Conventions.AddPageRoute("/Office/Content/ContentPage", "office/content/pages/new");
            razor.Conventions.AddPageRoute("/Office/Staff/Role", "office/staff/roles/new");
            razor.Conventions.AddPageRoute("/Office/Customers/Segment", "office/customers/segments/new");
            razor.Conventions.AddPageRoute("/Office/Content/Section", "office/content/home/new");
            razor.Conventions.AddFolderApplicationModelConvention("/Office", page =>
            {
                if (page.ViewEnginePath != "/Office/Enter") page.Filters.Add(new ScopeFilter());
            });
            razor.Conventions.ConfigureFilter(new PageSteps());
            razor.Conventions.ConfigureFilter(new RefusalFilter());

            // Not RouteOptions.LowercaseUrls: that lowers the values too, and an order's secret has capitals.
            razor.Conventions.AddFolderRouteModelConvention("/", page =>
            {
                foreach (var route in page.Selectors.Select(s => s.AttributeRouteModel).OfType<Microsoft.AspNetCore.Mvc.ApplicationModels.AttributeRouteModel>())
                    route.Template = route.Template?.ToLowerInvariant();
            });
        });
        services.AddHealth();
        services.Configure<Microsoft.AspNetCore.Mvc.MvcOptions>(mvc =>
        {
            mvc.ModelBinderProviders.Insert(0, new TickBinder());
            // The shop's fields are not named as jQuery does, and a name like "a[" made these two throw: 500, and no page for people.
            Microsoft.AspNetCore.Mvc.ModelBinding.ValueProviderFactoryExtensions.RemoveType<Microsoft.AspNetCore.Mvc.ModelBinding.JQueryFormValueProviderFactory>(mvc.ValueProviderFactories);
            Microsoft.AspNetCore.Mvc.ModelBinding.ValueProviderFactoryExtensions.RemoveType<Microsoft.AspNetCore.Mvc.ModelBinding.JQueryQueryStringValueProviderFactory>(mvc.ValueProviderFactories);
        });
        services.AddHttpContextAccessor();
        services.AddSingleton<Fragments>();
        services.AddScoped<CurrentShop>();
        services.AddSingleton<Scales>();
        services.AddLocalization();
        services.AddSingleton<MailSetup>();
        services.AddSingleton<Outbox>();
        services.AddSingleton(provider => new MailLinks(() => provider.GetRequiredService<PublicAddress>().Url
            ?? (provider.GetRequiredService<IHostEnvironment>().IsDevelopment() && Opening.ListensAt(provider.GetRequiredService<IServer>()) is { } here ? new Uri(here) : null)));
        services.AddAntiforgery(token =>
        {
            token.Cookie.Name = Cookies.Antiforgery;
            token.FormFieldName = "__token";
        });
        services.Configure<Microsoft.Extensions.WebEncoders.WebEncoderOptions>(encoder =>
            encoder.TextEncoderSettings = new System.Text.Encodings.Web.TextEncoderSettings(System.Text.Unicode.UnicodeRanges.All));
        var recorder = new SceneRecorder(configuration.GetValue("Shop:Scenes", true));
        services.AddSingleton(_ => recorder); // By a function, so that the container ends it.
        services.AddSingleton<Watcher>();
        services.AddSingleton<SceneStore>();
        services.AddHostedService(provider => provider.GetRequiredService<SceneStore>());
        services.AddHostedService<Collector>();
        var kept = new PublicPage(recorder);
        services.AddOutputCache(cache =>
        {
            cache.SizeLimit = 48 * 1024 * 1024;
            cache.MaximumBodySize = 512 * 1024;
            cache.AddPolicy(PublicPage.Name, kept);
        });
        services.AddSingleton(kept);
        services.AddHostedService<CacheEviction>();
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/ld+json", "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    /// <summary>Who may come in, how often, and with how much.</summary>
    public static void AddShopGuards(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.None;
            forwarded.ForwardLimit = 1;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in (configuration["Shop:TrustedProxies"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                if (proxy.Contains('/', StringComparison.Ordinal)) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
                else forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        });
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(form =>
        {
            form.ValueCountLimit = 512;
            form.KeyLengthLimit = 256;
            form.ValueLengthLimit = 64 * 1024;
            form.MultipartBodyLengthLimit = 2 * 1024 * 1024;
        });
        services.AddRateLimiter(limiter => RateLimits.SetUp(limiter, configuration));
    }

    /// <summary>What happens by itself.</summary>
    public static void AddShopJobs(this IServiceCollection services)
    {
        services.AddHostedService<ExpireOrders>();
        services.AddHostedService<RankGoods>();
        services.AddHostedService<PublishGoods>();
        services.AddHostedService<ChangePrices>();
        services.AddHostedService<AgeCollections>();
        services.AddSingleton<SendResets>();
        services.AddHostedService(provider => provider.GetRequiredService<SendResets>());
        services.AddSingleton<SendProofs>();
        services.AddHostedService(provider => provider.GetRequiredService<SendProofs>());
        services.AddHostedService<ClearCarts>();
        services.AddHostedService<KeepSessions>();
        services.AddHostedService<DeleteAccounts>();
        services.AddHostedService<ClearPictures>();
        services.AddHostedService<WatchStamps>();
        services.AddSingleton<SearchTally>();
        services.AddHostedService<CountSearches>();
        services.AddHostedService<BackUp>();
        services.AddHostedService<CheckBackups>();
        services.AddHostedService<SendMail>();
        services.AddHostedService<TellDaily>();
        services.AddHostedService<TellWaiting>();
        services.AddSingleton<IncomingFiles>();
        services.AddHostedService<ClearIncoming>();
        services.AddScoped<BringIn>();
        services.AddHostedService<WatchClock>();
        services.AddHostedService<WeighPages>();
        services.AddSingleton<JobRoom>();
        services.AddSingleton<Operations>();
        services.AddHostedService(provider => provider.GetRequiredService<Operations>());
    }

    private static Uri? PublicUrl(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Shop:PublicUrl"], UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;

    private static string FindHome()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "WebApp.csproj"))) return folder.FullName;
        return AppContext.BaseDirectory;
    }
}
