namespace Hospital.Tests.Wards;

public sealed class VolumeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(20, 2)]
    [InlineData(120, 2)]
    [InlineData(600, 1)]
    public void It_is_measured(int devices, int weeks) => output.WriteLine(Listener.Measure(devices, weeks));
}
