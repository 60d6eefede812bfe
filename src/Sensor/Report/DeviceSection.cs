using Sensor.Alerts;

namespace Sensor.Report;

/// <summary>Who was there.</summary>
internal static class DeviceSection
{
    private const int MaxNames = 6;

    public static void Write(HtmlWriter page, ReportData data)
    {
        var devices = data.Devices;
        if (devices.Total == 0)
        {
            page.Leaf("p", "No device was seen in this period.", ("class", "nothing"));
            return;
        }

        var listed = 0;
        using (page.Wide("Devices"))
        using (page.Element("table"))
        {
            page.Head(
                "Devices, those with alerts and the busiest first",
                "device", "address", "maker and software", "taken for", "judged by its own past", "first and last seen (UTC)", "#traffic", "#alerts");
            using (page.Element("tbody"))
            {
                foreach (var device in devices.Shown.TakeWhile(_ => page.Length < ReportPage.DevicesUpTo))
                {
                    Row(page, device);
                    listed++;
                }
            }
        }

        if (listed < devices.Total)
        {
            page.Leaf("p", $"{Wordings.N(devices.Total - listed)} more are not listed; 'sensor devices list' has all of them.", ("class", "quiet"));
        }
    }

    private static void Row(HtmlWriter page, ReportDevice device)
    {
        using (page.Element("tr", ("id", device.Id)))
        {
            using (page.Element("th", ("scope", "row")))
            {
                foreach (var (kind, name) in device.Names.Take(MaxNames))
                {
                    using (page.Element("span", ("class", "known")))
                    {
                        page.Name(name);
                        page.Text(" ");
                        page.Leaf("small", kind, ("class", "quiet"));
                    }
                }

                if (device.Names.Count is > MaxNames and var names)
                {
                    page.Leaf("small", $"and {names - MaxNames} more names", ("class", "quiet"));
                }
            }

            using (page.Element("td", ("class", "address")))
            {
                page.Text(string.Join(", ", device.Addresses));
                page.Leaf("small", device.Id, ("class", "quiet"));
            }

            using (page.Element("td"))
            {
                page.Names(new[] { device.Vendor }.OfType<string>().Concat(device.Software).Take(MaxNames));
            }

            using (page.Element("td"))
            {
                Role(page, device);
            }

            page.Leaf("td", device.IsMature ? "yes" : device.Lacks.Length > 0 ? device.Lacks : "no");
            using (page.Element("td", ("class", "when")))
            {
                page.Moment(device.First);
                page.Text(" ");
                page.Moment(device.Last);
            }

            page.Number(Wordings.Bytes(device.Bytes));
            page.Number(device.Alerts == 0 ? "–" : Wordings.N(device.Alerts));
        }

        page.Break();
    }

    private static void Role(HtmlWriter page, ReportDevice device)
    {
        if (device.Role is not { } role)
        {
            page.Leaf("span", "not known", ("class", "quiet"));
            return;
        }

        page.Text($"{role.Name}, {Wording.Percent(Math.Round(role.Confidence, 2))} sure ");
        page.Leaf("small", role.Reasons, ("class", "quiet"));
    }
}
