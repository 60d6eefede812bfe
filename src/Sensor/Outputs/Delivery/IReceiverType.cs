using Sensor.Options.Keys;
using Sensor.Yaml;

namespace Sensor.Outputs.Delivery;

/// <summary>A kind of receiver: how it is configured, and what is made of that. One folder and one line in <see cref="ReceiverRegister"/>.</summary>
internal interface IReceiverType
{
    /// <summary>As <c>type</c> says it.</summary>
    string Name { get; }

    /// <summary>What is sent where <c>events</c> doesn't say.</summary>
    IReadOnlyList<string> DefaultEvents { get; }

    /// <summary>Keys besides those that all receivers have.</summary>
    IReadOnlyList<Field> Fields { get; }

    /// <summary>Reads an item of <c>output.receivers</c>; complains, and answers null, where something is wrong.</summary>
    /// <param name="item">The item; keys that nobody asks for are complained about later.</param>
    /// <param name="common">What all receivers have.</param>
    ReceiverSettings? Read(YamlMap item, ReceiverCommon common);
}

/// <summary>What all receivers have.</summary>
/// <param name="Name">Unique; also the name of its folder in the spool.</param>
/// <param name="Wants">What is sent to it.</param>
/// <param name="Timeout">How long one attempt may take.</param>
internal sealed record ReceiverCommon(string Name, Selection Wants, TimeSpan Timeout);

/// <summary>A receiver as it is configured.</summary>
internal abstract record ReceiverSettings(ReceiverCommon Common)
{
    public string Name => Common.Name;

    public abstract string Type { get; }

    /// <summary>It says what it took.</summary>
    public virtual bool HasAnswers => true;

    /// <summary>What is wrong with the files it names (secrets, certificates); asked when a run begins, so that it is said before anything is sent.</summary>
    public virtual IEnumerable<Complaint> Problems => [];

    /// <summary>What keeps a test from being sent, a part of a sentence; null: nothing.</summary>
    public virtual string? ObstacleToTest => null;

    /// <summary>What <c>sensor outputs test</c> sends: something that says of itself that it is a test.</summary>
    /// <param name="sender">Who sends.</param>
    /// <param name="now">The system's clock.</param>
    public virtual Outgoing TestThing(SenderIdentity sender, DateTimeOffset now) => TestAlert.Make(sender, now);

    /// <summary>The way to it; connects to nothing yet.</summary>
    public abstract IReceiver Open(SenderIdentity sender);
}

/// <summary>Who sends.</summary>
/// <param name="Id">Of this sensor, by which keys begin: eight hexadecimal digits.</param>
/// <param name="Host">Name of this machine.</param>
/// <param name="Version">Of this program.</param>
internal sealed record SenderIdentity(string Id, string Host, string Version);
