using Sensor.Options.Keys;
using Sensor.Options.Sections;

namespace Sensor.Options;

/// <summary>The sections of <c>sensor.yaml</c>. A new one is a class beside the others and a line here.</summary>
internal static class SectionRegister
{
    public static IReadOnlyList<Section> All { get; } =
    [
        CaptureSection.Section,
        LearningSection.Section,
        BoundsSection.Section,
        AlertsSection.Section,
        PrivacySection.Section,
        StateSection.Section,
        EvidenceSection.Section,
        OutputSection.Section,
        SeriesSection.Section,
        MetricsSection.Section,
        HealthSection.Section,
        SiteSection.Section,
        ProtocolsSection.Section,
        RulesSection.Section,
    ];
}
