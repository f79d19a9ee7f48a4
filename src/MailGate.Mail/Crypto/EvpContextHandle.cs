using Microsoft.Win32.SafeHandles;

namespace MailGate.Mail.Crypto;

/// <summary>An EVP_MD_CTX: one for each signing or verification.</summary>
internal sealed class EvpContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeContext(handle);
        return true;
    }
}
