using Microsoft.Playwright;

namespace FunctionsPipeline.Journeys.Running;

/// <summary>One Chromium for all journeys; each takes a context, so that none sees another's state.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IBrowserContext? _context;

    /// <summary>Null where no Chromium is installed.</summary>
    public static string? Executable { get; } =
        new[]
        {
            Environment.GetEnvironmentVariable("FP_CHROMIUM"),
            "/usr/bin/chromium-headless-shell",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
        }.FirstOrDefault(path => path is not null && File.Exists(path));

    public async Task InitializeAsync()
    {
        if (Executable is null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Executable,
                // No sandbox: CI runs as root. The rest keeps Chromium from calling home.
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    /// <summary>
    /// A page of a width, light or dark, in a context of its own. It closes the page that was opened before.
    /// </summary>
    /// <param name="scripts">False: as with JavaScript turned off.</param>
    public async Task<IPage> OpenAsync(int width = 1280, bool dark = false, bool scripts = true)
    {
        var browser =
            _browser
            ?? throw new InvalidOperationException(
                "No Chromium is installed: install Debian's package 'chromium-headless-shell'."
            );
        if (_context is not null)
            await _context.DisposeAsync();
        _context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                Locale = "en-CA",
                JavaScriptEnabled = scripts,
            }
        );
        _context.SetDefaultTimeout(20_000);
        return await _context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
