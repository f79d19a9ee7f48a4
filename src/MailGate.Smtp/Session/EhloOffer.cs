using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session;

/// <summary>What the routes behind this server can carry; the session adds what it does itself and takes away what the moment forbids.</summary>
/// <param name="Extensions">Extensions to advertise.</param>
/// <param name="AuthMechanisms">SASL mechanisms, space between them; empty for none.</param>
/// <param name="MaxMessageOctets">The most that the server behind takes; null where that is not known or not bounded.</param>
public sealed record EhloOffer(Extensions Extensions, string AuthMechanisms = "", long? MaxMessageOctets = null);
