namespace Sensor.Alerts;

/// <summary>Somebody who takes every alert that is told, in order, on the analysis thread: result files, state, people who watch, whoever it is sent to.</summary>
internal interface IAlertTaker
{
    void Take(Alert alert);
}
