namespace MailGate.Mail.Tests.Messages;

/// <summary>Makes malformed input out of good input: octets changed, pieces cut, doubled, moved. The same seed makes the same input.</summary>
internal static class MutationFuzzer
{
    public static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> octets = [.. seed];
        for (int change = random.Next(1, 8); change > 0 && octets.Count > 0; change--)
        {
            int at = random.Next(octets.Count);
            int length = Math.Min(random.Next(1, 40), octets.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    octets[at] = (byte)random.Next(256);
                    break;
                case 1:
                    octets.RemoveRange(at, length);
                    break;
                case 2:
                    octets.InsertRange(random.Next(octets.Count), octets.GetRange(at, length));
                    break;
                case 3:
                    octets[at] = (byte)"\r\n-=;\"':%&<>\0()?*"[random.Next(17)];
                    break;
                default:
                    octets.RemoveRange(at, octets.Count - at);
                    break;
            }
        }

        return [.. octets];
    }
}
