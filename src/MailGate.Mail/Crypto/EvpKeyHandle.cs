using Microsoft.Win32.SafeHandles;

namespace MailGate.Mail.Crypto;

/// <summary>An EVP_PKEY. It is only read after it was made, so threads may share it.</summary>
internal sealed class EvpKeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}
