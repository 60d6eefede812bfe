namespace Sensor.Site;

/// <summary>Who may command which pumps.</summary>
/// <param name="Controllers">Pump servers, gateways, service laptops.</param>
/// <param name="Pumps">For whose pumps it holds.</param>
internal sealed record PumpApproval(Scope Controllers, Scope Pumps);
