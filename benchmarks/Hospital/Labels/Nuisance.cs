using Hospital.Network;

namespace Hospital.Labels;

/// <summary>Something unusual that is no attack: who alerts on it cries wolf.</summary>
/// <param name="Kind">Slug: <c>archive-migration</c>, <c>address-change</c>, …</param>
/// <param name="Text">For people.</param>
/// <param name="Devices">Concerned.</param>
/// <param name="From">Instant.</param>
/// <param name="Until">Instant.</param>
public sealed record Nuisance(string Kind, string Text, IReadOnlyList<Host> Devices, long From, long Until);
