using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Dicom;

/// <summary>Kind of user identity offered (PS3.7 D.3.3.7).</summary>
public enum UserIdentity : byte
{
    None,
    Username = 1,
    UsernamePasscode = 2,
    Kerberos = 3,
    Saml = 4,
    Jwt = 5,
}

/// <summary>What one side said of itself in its A-ASSOCIATE's user information (PS3.7 annex D.3.3).</summary>
public struct AssociatePeer
{
    public NameId ImplementationUid;
    public NameId ImplementationVersion;

    /// <summary>Longest P-DATA it wants to receive; 0: any.</summary>
    public uint MaxPduLength;

    public ushort MaxOperationsInvoked;
    public ushort MaxOperationsPerformed;

    /// <summary>Presentation contexts in its PDU; of an acceptor, those with result 0 only.</summary>
    public ushort Contexts;

    public ushort RoleSelections;
    public ushort ExtendedNegotiations;

    /// <summary>Of a requestor.</summary>
    public UserIdentity UserIdentity;

    /// <summary>Of an acceptor: it answered the identity (sub-item 59).</summary>
    public bool AnsweredIdentity;

    /// <summary>Its PDU was read to its end.</summary>
    public bool IsComplete;

    public static ReadOnlySpan<byte> Text(UserIdentity identity) => identity switch
    {
        UserIdentity.Username => "username"u8,
        UserIdentity.UsernamePasscode => "username_passcode"u8,
        UserIdentity.Kerberos => "kerberos"u8,
        UserIdentity.Saml => "saml"u8,
        UserIdentity.Jwt => "jwt"u8,
        _ => "unknown"u8,
    };
}
