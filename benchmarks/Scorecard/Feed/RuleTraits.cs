using Hospital.Labels;

namespace Scorecard.Feed;

/// <summary>What each shipped rule names, in the words of labels. A test keeps it complete.</summary>
internal static class RuleTraits
{
    /// <summary>The part of the sensor that rules are.</summary>
    public const string Part = "rule";

    private static readonly Dictionary<string, Trait> Rules = new()
    {
        // DICOM: who gets in, what is taken, what is changed.
        ["dicom-association-rejections"] = Trait.Failure | Trait.Name,
        ["dicom-ae-guessing"] = Trait.Failure | Trait.Name,
        ["dicom-server-search"] = Trait.Peer | Trait.Failure,
        ["dicom-capability-listing"] = Trait.Content,
        ["dicom-operation-probing"] = Trait.Command | Trait.Content | Trait.Failure,
        ["dicom-hostile-name"] = Trait.Name | Trait.Value,
        ["dicom-shared-ae"] = Trait.Name | Trait.Identity,
        ["dicom-find-harvest"] = Trait.Command | Trait.Content | Trait.Work | Trait.Volume,
        ["dicom-find-volume"] = Trait.Command | Trait.Work | Trait.Volume,
        ["dicom-destination-guessing"] = Trait.Destination | Trait.Failure,
        ["dicom-tool-retrieval"] = Trait.Command | Trait.Name,
        ["dicom-bulk-retrieval"] = Trait.Command | Trait.Volume,
        ["dicom-images-leave"] = Trait.Peer | Trait.Destination,
        ["dicom-deletion"] = Trait.Command,
        ["dicom-step-by-another"] = Trait.Command | Trait.Peer,
        ["dicom-referenced-pixels"] = Trait.Content,
        ["dicom-store-failures"] = Trait.Failure,
        ["dicom-association-flood"] = Trait.Pace | Trait.Volume,
        ["dicom-idle-associations"] = Trait.Work | Trait.Duration | Trait.Volume,
        ["dicom-server-down"] = Trait.Failure | Trait.Silence,

        // HL7.
        ["hl7-identity-series"] = Trait.Command | Trait.Volume | Trait.Pace,
        ["hl7-discharge-storm"] = Trait.Command | Trait.Volume | Trait.Pace,
        ["hl7-query-harvest"] = Trait.Command | Trait.Volume | Trait.Pace,
        ["hl7-replay"] = Trait.Value | Trait.Peer,
        ["hl7-forged-answers"] = Trait.Sequence | Trait.Value,
        ["hl7-type-probing"] = Trait.Command | Trait.Failure,
        ["hl7-malformed"] = Trait.Value,
        ["hl7-hostile-header"] = Trait.Name | Trait.Value,
        ["hl7-refusals"] = Trait.Failure,
        ["hl7-bedside-silence"] = Trait.Silence,
        ["hl7-pump-order-by-stranger"] = Trait.Peer | Trait.Command,

        // The network.
        ["network-sweep"] = Trait.Peer | Trait.Volume | Trait.Pace,
        ["network-probing"] = Trait.Peer | Trait.Failure,
        ["port-scan"] = Trait.Peer | Trait.Failure,
        ["device-sweep"] = Trait.Peer | Trait.Volume | Trait.Pace,
        ["reached-from-outside"] = Trait.Peer,
        ["bulk-data-leaves"] = Trait.Peer | Trait.Volume,
        ["remote-session-to-device"] = Trait.Peer | Trait.Command | Trait.Duration,
        ["device-logs-in"] = Trait.Peer | Trait.Command,
        ["arp-tug-of-war"] = Trait.Identity,
        ["arp-takes-over"] = Trait.Identity,
        ["altered-in-transit"] = Trait.Value | Trait.Identity,
        ["connection-flood"] = Trait.Pace | Trait.Volume,
        ["ping-volume"] = Trait.Volume,

        // Logins.
        ["ftp-password-guessing"] = Trait.Failure,
        ["web-password-guessing"] = Trait.Failure,
        ["telnet-password-guessing"] = Trait.Failure,
        ["web-on-clinical-port"] = Trait.Peer | Trait.Command | Trait.Failure,

        // The bedside.
        ["sdc-endpoint-moved"] = Trait.Identity,
        ["sdc-in-clear"] = Trait.Content,
        ["sdc-delivery-set"] = Trait.Command,

        // Pumps.
        ["pump-foreign-command"] = Trait.Peer | Trait.Command,
        ["pump-new-controller"] = Trait.Peer | Trait.Command,
        ["pump-remote-taken"] = Trait.Peer | Trait.Command,
        ["pump-code-guessing"] = Trait.Value | Trait.Failure,
        ["pump-code-guessed"] = Trait.Value | Trait.Failure,
        ["pump-rate-not-ordered"] = Trait.Value | Trait.Sequence,
        ["pump-volume-off-rate"] = Trait.Value,
        ["pump-order-without-effect"] = Trait.Value | Trait.Silence,
        ["pump-effect-not-as-ordered"] = Trait.Value,
        ["pump-delivery-out-of-order"] = Trait.Sequence,
        ["pump-volumes-disagree"] = Trait.Value,
        ["pump-library-changed"] = Trait.Value | Trait.Content,
        ["pump-firmware-changed"] = Trait.Value | Trait.Identity,
        ["pump-alarms-suppressed"] = Trait.Command | Trait.Value,
        ["pump-frames-damaged"] = Trait.Value,
        ["pump-unknown-command"] = Trait.Command,
        ["pump-rejections"] = Trait.Failure,
        ["pump-start-stop"] = Trait.Command | Trait.Sequence | Trait.Pace,
        ["pump-rate-jump"] = Trait.Value,
        ["pump-rate-jump-by-newcomer"] = Trait.Value | Trait.Peer,
        ["pump-bolus-by-newcomer"] = Trait.Command | Trait.Peer,
        ["pump-bolus-at-once"] = Trait.Command | Trait.Sequence,
        ["pump-onlooker"] = Trait.Peer | Trait.Volume,
        ["pump-serial-sweep"] = Trait.Value | Trait.Failure | Trait.Volume,
        ["pump-two-places"] = Trait.Identity,
        ["pump-controller-lost"] = Trait.Silence,
        ["pump-patient-mismatch"] = Trait.Value,
        ["pump-dose-unit-changed"] = Trait.Value | Trait.Content,
        ["pump-began-unordered"] = Trait.Sequence,
    };

    /// <summary>Rules that somebody has said it of.</summary>
    public static IReadOnlyCollection<string> Known => Rules.Keys;

    /// <summary>By the rule's name; none for the sensor's own health.</summary>
    public static Trait Of(string slug) => Rules.GetValueOrDefault(slug);
}
