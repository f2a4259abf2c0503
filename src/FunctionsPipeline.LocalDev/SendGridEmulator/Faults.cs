namespace FunctionsPipeline.LocalDev.SendGridEmulator;

/// <summary>
/// What goes wrong on demand: the next few times, or by chance. All members may be used while the emulator runs.
/// </summary>
public sealed class Faults(int seed)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Fault, int> _next = [];
    private readonly Dictionary<Fault, double> _rates = [];
    private readonly HashSet<string> _refused = new(StringComparer.OrdinalIgnoreCase);
    private readonly Random _random = new(seed);
    private TimeSpan _slowness = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long <see cref="Fault.Slow"/> and <see cref="Fault.SlowCancel"/> take, by the emulator's clock.
    /// </summary>
    public TimeSpan Slowness
    {
        get
        {
            lock (_gate)
                return _slowness;
        }
        set
        {
            lock (_gate)
                _slowness = value;
        }
    }

    /// <summary>Every call is answered 401 until this is false again.</summary>
    public bool KeyRevoked { get; set; }

    /// <summary>
    /// Every post to the webhook fails until this is false again; events are kept and posted later, for 24 hours.
    /// </summary>
    public bool WebhookOutage { get; set; }

    /// <summary>The fault happens the next so many times.</summary>
    public void Next(Fault fault, int times = 1)
    {
        lock (_gate)
            _next[fault] = times;
    }

    /// <summary>The fault happens with this probability from now on; 0 ends it.</summary>
    public void Rate(Fault fault, double probability)
    {
        lock (_gate)
            _rates[fault] = probability;
    }

    /// <summary>A request to this address is refused, naming its place.</summary>
    public void Refuse(string address)
    {
        lock (_gate)
            _refused.Add(address);
    }

    public bool IsRefused(string address)
    {
        lock (_gate)
            return _refused.Count > 0 && _refused.Contains(address);
    }

    /// <summary>All is well again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
            _rates.Clear();
            _refused.Clear();
        }
        KeyRevoked = false;
        WebhookOutage = false;
    }

    /// <summary>How many of the next times that were asked for are still to come.</summary>
    internal int Left(Fault fault)
    {
        lock (_gate)
            return _next.GetValueOrDefault(fault);
    }

    internal bool Strikes(Fault fault)
    {
        lock (_gate)
        {
            if (_next.TryGetValue(fault, out var left) && left > 0)
            {
                _next[fault] = left - 1;
                return true;
            }
            return _rates.TryGetValue(fault, out var rate) && _random.NextDouble() < rate;
        }
    }

    internal void Shuffle<T>(Span<T> items)
    {
        lock (_gate)
            _random.Shuffle(items);
    }
}

/// <summary>One thing that goes wrong.</summary>
public enum Fault
{
    /// <summary>A send is accepted and the connection closed without an answer.</summary>
    AcceptAndDrop,

    /// <summary>A send is not accepted and the connection closed without an answer.</summary>
    DropBeforeAccepting,

    /// <summary>A send is accepted and answered 500.</summary>
    AcceptAnd500,

    /// <summary>A send is not accepted and answered 503.</summary>
    RefuseWith503,

    /// <summary>A send is answered 429, with a reset 30 seconds ahead.</summary>
    TooManyRequests,

    /// <summary>A send is answered 401, maximum credits exceeded.</summary>
    CreditsExceeded,

    /// <summary>A send is judged and answered late.</summary>
    Slow,

    /// <summary>A batch is not opened: 500.</summary>
    BatchFails,

    /// <summary>A cancel takes effect and is answered late.</summary>
    SlowCancel,

    /// <summary>A cancel takes effect and its answer is lost.</summary>
    CancelAndDrop,

    /// <summary>A cancel takes no effect and its answer is lost.</summary>
    DropCancel,

    /// <summary>A cancel is refused as if ten were held already.</summary>
    CancelLimit,

    /// <summary>A post of events is made twice, the same to the byte.</summary>
    DuplicateEvents,

    /// <summary>A post of events is made twice, the second with other event ids.</summary>
    DuplicateEventsWithNewIds,

    /// <summary>The events of one request are posted in any order.</summary>
    ReorderEvents,

    /// <summary>A request's <c>processed</c> events never come.</summary>
    MissingProcessed,

    /// <summary>A post of events is lost for good.</summary>
    LoseEvents,

    /// <summary>A post of events carries a signature of another key.</summary>
    WrongSignature,
}
