namespace Sensor.Models;

/// <summary>Bounds of one device's state and of a group's. They are part of the saved layout.</summary>
public static class ModelBounds
{
    /// <summary>Bytes a device's saved state never exceeds.</summary>
    public const int DeviceBytes = 16 * 1024;

    /// <summary>Bytes a group summary's saved state never exceeds.</summary>
    public const int GroupBytes = 64 * 1024;

    /// <summary>Known and waiting keys of one kind of relation.</summary>
    public const int RelationsPerKind = 64;

    /// <summary>Known and waiting keys of all kinds together.</summary>
    public const int Relations = 224;

    public const int Features = 12;

    public const int Grammars = 4;

    /// <summary>Tokens of one grammar with a symbol of their own.</summary>
    public const int Tokens = 60;

    /// <summary>Transitions of all grammars and orders together.</summary>
    public const int Transitions = 512;

    /// <summary>Open sessions whose context is kept.</summary>
    public const int Sessions = 16;

    /// <summary>Analyst's allowances in force.</summary>
    public const int Allowances = 12;

    /// <summary>Relation keys of a group whose devices are counted; of more keys, a sample that is the same for every device.</summary>
    public const int GroupRelations = 1024;

    /// <summary>Transitions of a group whose devices are counted.</summary>
    public const int GroupTransitions = 1024;

    public const int GroupGrammars = 32;

    public const int GroupFeatures = 64;
}
