using System.Security.Cryptography;
using Sensor.Options;
using Sensor.Options.Sections;
using Sensor.Outputs.Delivery;
using Sensor.Pipeline;
using Sensor.State;
using Sensor.Terminal;

namespace Sensor.Commands;

/// <summary>State as a run keeps it: the directory, and the keeper once the input is known. Without <c>--state</c> there is neither.</summary>
internal sealed class Keeping : IDisposable
{
    private readonly RunOptions _options;
    private readonly byte[]? _siteKey;
    private readonly StateStore? _store;
    private readonly Screen _screen;

    /// <exception cref="Sensor.Yaml.ConfigurationException">The site's key can't be used.</exception>
    /// <exception cref="StateException">Another sensor keeps its state there.</exception>
    public Keeping(RunOptions options, Screen screen)
    {
        (_options, _screen) = (options, screen);
        _siteKey = KeyFile.Of(options.Settings);
        _store = options.State is { } path ? new StateStore(path) : null;
    }

    /// <summary>The key of pseudonyms: the site's own, else the one that is kept with the state; null where there is neither.</summary>
    public byte[]? Key => _siteKey ?? _store?.Key;

    public StateKeeper? Keeper { get; private set; }

    /// <summary>The input is known: what the state rests on of it can be asked for.</summary>
    public void Begin(InputIdentity input)
    {
        if (_store is null)
        {
            return;
        }

        Keeper = new StateKeeper(_store, StateSection.Of(_options.Settings), input) { Announce = Announce };
    }

    /// <summary>Alerts are sent once they are saved; those that a crash kept from that are sent now.</summary>
    public void SendBy(Deliveries deliveries)
    {
        if (Keeper is null)
        {
            return;
        }

        Keeper.Outside = deliveries;
        try
        {
            if (_store?.Saved is { } saved)
            {
                deliveries.CatchUp(saved);
            }
        }
        catch (StateException)
        {
            // Damaged: who reads all of it says so, and begins anew.
        }
    }

    /// <summary>Says how a run begins that isn't the first over its input.</summary>
    /// <param name="hasFolder">Results go to a folder.</param>
    /// <param name="goesOn">They are added to those of the run that is gone on with.</param>
    public void SayWhatIsKnown(bool hasFolder, bool goesOn)
    {
        if (Keeper is not { Saved: { } saved } keeper)
        {
            return;
        }

        var results = !hasFolder ? "" : goesOn ? "; results are added to" : "; events and alerts are those of what is new";
        _screen.Say(keeper.IsComplete
            ? "this input was taken to its end under this state before; nothing of it counts twice."
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"goes on where the state ends, after {saved.Facts:N0} facts{results}."));
    }

    /// <summary>Something that stands for a secret, and doesn't tell it.</summary>
    public static string Fingerprint(byte[] key) => Convert.ToHexString(HMACSHA256.HashData(key, "identity"u8));

    public void Dispose()
    {
        Keeper?.Dispose();
        _store?.Dispose();
    }

    private void Announce(StateNews news)
    {
        if (news.Event == StateEvent.Saved)
        {
            _screen.Say(news.Text);
        }
        else
        {
            _screen.Warn(news.Text);
        }
    }
}
